#include "harness/lab/selftest.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

tried_limiter tried(std::string const& name, verdict_kind verdict, std::vector<check_name> fired) {
  broken_limiter const broken{name,
                              fault_family::headers,
                              "tells the wrong thing",
                              "https://example.com/1",
                              "flood",
                              check_name::retry_after};
  return {broken, {name, "flood", verdict, std::move(fired), {}, "what was seen", "runs/x"}};
}

selftest_run correct(verdict_kind verdict, std::vector<check_name> fired = {}) {
  return {"redis-gcra", "edge", verdict, std::move(fired), {}, "what was seen", "runs/y"};
}

bool has(std::string const& text, std::string const& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a broken limiter is killed by the check that was to find it, whatever else fails it",
          "[lab]") {
  auto const by_it = tried("a", verdict_kind::fail, {check_name::retry_after});
  auto const by_both =
      tried("b", verdict_kind::fail, {check_name::lock_out, check_name::retry_after});

  CHECK(fate_of(by_it) == broken_fate::killed);
  CHECK(fate_of(by_both) == broken_fate::killed);
  auto const text = selftest_text({{by_it, by_both}, {}});
  CHECK(has(text, " retry_after      killed\n"));
  CHECK(has(text, " killed, also by lock_out\n"));
  CHECK(has(text, "2 of 2 broken limiters killed for the right reason, 0 survived"));
}

TEST_CASE("a broken limiter that only another check fails has survived, and the text says by what",
          "[lab]") {
  auto const wrong = tried("a", verdict_kind::fail, {check_name::over_admission});
  auto const unseen = tried("b", verdict_kind::pass, {});

  CHECK(fate_of(wrong) == broken_fate::survived);
  CHECK(fate_of(unseen) == broken_fate::survived);
  selftest_result const r{{wrong, unseen}, {}};
  CHECK(verdict_of(count(r)) == verdict_kind::fail);
  auto const text = selftest_text(r);
  CHECK(has(text, "SURVIVED, failed for another reason: over_admission\n"));
  CHECK(has(text, "tells the wrong thing (runs/x)\n    what was seen\n"));
}

TEST_CASE("a broken limiter whose attack was late is inconclusive, though another check failed it",
          "[lab]") {
  auto late = tried("a", verdict_kind::fail, {check_name::over_admission});
  late.run.unsure = {check_name::send_lag};
  auto found_all_the_same = tried("b", verdict_kind::fail, {check_name::retry_after});
  found_all_the_same.run.unsure = {check_name::send_lag};

  CHECK(fate_of(late) == broken_fate::inconclusive);
  CHECK(fate_of(found_all_the_same) == broken_fate::killed);
  CHECK(has(selftest_text({{late}, {}}), " inconclusive by send_lag\n"));
}

TEST_CASE("a broken limiter under an attack that was too weak is inconclusive", "[lab]") {
  selftest_result const r{{tried("a", verdict_kind::inconclusive, {})}, {}};

  CHECK(fate_of(r.broken.front()) == broken_fate::inconclusive);
  CHECK(verdict_of(count(r)) == verdict_kind::inconclusive);
}

TEST_CASE("any check that fails a correct limiter is a false alarm", "[lab]") {
  selftest_result const r{
      {}, {correct(verdict_kind::pass), correct(verdict_kind::fail, {check_name::split_view})}};

  CHECK(count(r).false_alarms == 1);
  CHECK(verdict_of(count(r)) == verdict_kind::fail);
  auto const text = selftest_text(r);
  CHECK(has(text, "FALSE ALARM by split_view (runs/y)\n    what was seen\n"));
  CHECK(has(text, "1 false alarms in 2 runs of correct limiters, 0 inconclusive"));
}

TEST_CASE("correct limiters may be inconclusive, but not all of them", "[lab]") {
  auto const killed = tried("a", verdict_kind::fail, {check_name::retry_after});
  selftest_result r{{killed}, {correct(verdict_kind::inconclusive)}};
  CHECK(verdict_of(count(r)) == verdict_kind::inconclusive);

  r.correct.push_back(correct(verdict_kind::pass));

  CHECK(count(r).inconclusive_runs == 1);
  CHECK(verdict_of(count(r)) == verdict_kind::pass);
}
