#include "harness/guard/deny_cache.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a denied key is denied without asking the limiter again", "[guard]") {
  std::vector<std::int64_t> costs;
  tally hits;
  deny_cache cache(
      std::make_unique<scripted_limiter>([](auto const&) { return denial(1h); }, costs),
      true,
      hits);

  auto const first = ask(cache, one_permit()).value();
  auto const second = ask(cache, one_permit()).value();

  CHECK(costs.size() == 1);
  CHECK(hits.value() == 1);
  CHECK(first.decided_at);
  CHECK_FALSE(second.admitted);
  CHECK(second.retry_after <= 1h);
  CHECK(second.retry_after > 59min);
}

TEST_CASE("neither admissions nor errors are answered in the limiter's stead", "[guard]") {
  std::vector<std::int64_t> costs;
  tally hits;
  bool const fails = GENERATE(true, false);
  auto const answer = [fails](auto const&) -> result<decision> {
    if (fails) return error{errc::store_unavailable, "away"};
    return admission(3);
  };
  deny_cache cache(std::make_unique<scripted_limiter>(answer, costs), true, hits);

  CHECK(ask(cache, one_permit()).has_error() == fails);
  CHECK(ask(cache, one_permit()).has_error() == fails);
  CHECK(costs.size() == 2);
  CHECK(hits.value() == 0);
}

}  // namespace limitproof
