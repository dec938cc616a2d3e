#include "harness/check/reset_rules.hpp"

#include "tests/unit/check/answered_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

/// A client that was told `told` of 100 and a reset in 2 s, and asks again `later_ns` after that
/// answer.
recorded_run asks_again(std::int64_t told, std::int64_t later_ns, std::int64_t then_told) {
  auto run = run_of_shared_bucket();
  auto& first = add(run, outcome::admitted, 0, ms);
  first.limit = 100;
  first.remaining = told;
  first.reset_s = 2;
  auto& next = add(run, outcome::admitted, ms + later_ns, 2 * ms + later_ns);
  next.limit = 100;
  next.remaining = then_told;
  next.reset_s = 2;
  return run;
}

std::int64_t broken_resets(recorded_run const& run) {
  breach_list breaches;
  judge_resets(run.as_evidence(), breaches);
  return breaches.distinct(breach_severity::should);
}

TEST_CASE("a reset that brought nothing back is told", "[check][header]") {
  // The second took one itself: 5 left before it would be one more than the 4 it was told.
  CHECK(broken_resets(asks_again(4, 2'100 * ms, 3)) == 1);
  CHECK(broken_resets(asks_again(4, 2'100 * ms, 4)) == 0);
}

TEST_CASE("whoever comes before the reset has no claim on more", "[check][header]") {
  CHECK(broken_resets(asks_again(4, 1'900 * ms, 3)) == 0);
}

TEST_CASE("a full quota cannot become fuller", "[check][header]") {
  CHECK(broken_resets(asks_again(100, 2'100 * ms, 99)) == 0);
}

TEST_CASE("what others may have taken in between excuses the reset", "[check][header]") {
  auto run = asks_again(4, 2'100 * ms, 3);
  auto& unknown = add(run, outcome::unknown, 500 * ms, 600 * ms);
  unknown.received_ns = absent;
  std::swap(run.history.operations[1], run.history.operations[2]);

  CHECK(broken_resets(run) == 0);
}

TEST_CASE("a reset that is an instant since the epoch is no wait", "[check][header]") {
  auto run = asks_again(4, 2'100 * ms, 3);
  run.history.operations[0].reset_s = 1'763'800'000;

  CHECK(broken_resets(run) == 0);
}

}  // namespace
}  // namespace limitproof
