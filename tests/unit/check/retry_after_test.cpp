#include "tests/unit/check/recorded_run.hpp"

#include <limits>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

recorded_run honest_run() {
  auto run = run_of(algorithm::token_bucket, {1, duration(3 * s), 1});
  run.claims = {.algorithm = algorithm::token_bucket,
                .shared = true,
                .atomic = true,
                .retry_after = true,
                .exact = true};
  return run;
}

void deny(recorded_run& run, std::int64_t sent_ns, std::int64_t retry_after_s) {
  add(run, outcome::denied, sent_ns, sent_ns + ms).retry_after_s = retry_after_s;
}

void admit(recorded_run& run, std::int64_t sent_ns) {
  add(run, outcome::admitted, sent_ns, sent_ns + ms);
}

finding retry_after_of(recorded_run const& run) {
  return find(run, check_name::retry_after);
}

}  // namespace

TEST_CASE("who waits as told, alone, and is admitted confirms the Retry-After", "[check]") {
  auto run = honest_run();
  admit(run, 0);
  deny(run, 100 * ms, 3);
  admit(run, 3102 * ms);

  auto const found = retry_after_of(run);

  CHECK(found.verdict == verdict_kind::pass);
  CHECK_THAT(found.claim, Catch::Contains("all 1 requests that waited as told"));
}

TEST_CASE("who waits as told, alone, and is denied again was told too little", "[check]") {
  auto run = honest_run();
  admit(run, 0);
  deny(run, 100 * ms, 2);
  deny(run, 2102 * ms, 1);

  auto const found = retry_after_of(run);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK(found.witness == std::vector<std::uint64_t>{1, 2});
  CHECK_THAT(found.claim, Catch::Contains("told to come back in 2 s, came back alone 2.001 s"));
}

TEST_CASE("a wait that fits no clock is too long all the same", "[check]") {
  auto run = honest_run();
  admit(run, 0);
  deny(run, 100 * ms, std::numeric_limits<std::int64_t>::max());
  admit(run, 3102 * ms);

  auto const found = retry_after_of(run);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK(found.witness == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("a wait is too long only by more than the jitter that the scenario declares", "[check]") {
  auto run = honest_run();
  run.plan.scenario.stack.guards.retry_jitter = duration(2 * s);
  admit(run, 0);
  deny(run, 100 * ms, 5);
  auto const early = run;
  admit(run, 2099 * ms);

  CHECK(retry_after_of(run).verdict == verdict_kind::inconclusive);

  run = early;
  admit(run, 2098 * ms);
  auto const found = retry_after_of(run);
  CHECK(found.verdict == verdict_kind::fail);
  CHECK_THAT(found.claim, Catch::Contains("the declared jitter of 2 s not counted"));
}

TEST_CASE("a declared jitter excuses no wait that is too short", "[check]") {
  auto run = honest_run();
  run.plan.scenario.stack.guards.retry_jitter = duration(2 * s);
  deny(run, 100 * ms, 2);
  deny(run, 2102 * ms, 1);

  CHECK(retry_after_of(run).verdict == verdict_kind::fail);
}

TEST_CASE("who was not alone, or came a moment early, proves no Retry-After wrong", "[check]") {
  auto const somebody_else = GENERATE(0, 1, 2, 3);
  CAPTURE(somebody_else);
  auto run = honest_run();
  if (somebody_else == 0) add(run, outcome::unknown, 0, absent);
  deny(run, 100 * ms, 2);
  if (somebody_else == 1) admit(run, 1200 * ms);
  deny(run, somebody_else == 2 ? 2101 * ms - 1 : 2102 * ms, 1);
  if (somebody_else == 3) add(run, outcome::admitted, 2102 * ms + 1, 2110 * ms);

  CHECK(retry_after_of(run).verdict == verdict_kind::inconclusive);
}

TEST_CASE("who is admitted more than a second before the time was told too much", "[check]") {
  auto run = honest_run();
  admit(run, 0);
  deny(run, 100 * ms, 10);
  admit(run, 3 * s);

  auto const found = retry_after_of(run);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK(found.witness == std::vector<std::uint64_t>{1, 2});
  CHECK_THAT(found.claim,
             Catch::Contains("told to come back in 10 s, and was admitted 2.901 s after"));
}

TEST_CASE("an admission within the last second, or before the denial, proves no wait too long",
          "[check]") {
  auto const admitted_ns = GENERATE(9100 * ms, 50 * ms);
  auto run = honest_run();
  if (admitted_ns == 50 * ms) add(run, outcome::admitted, admitted_ns, 100 * ms + 1);
  deny(run, 100 * ms, 10);
  if (admitted_ns != 50 * ms) admit(run, admitted_ns);

  CHECK(retry_after_of(run).verdict == verdict_kind::inconclusive);
}

TEST_CASE("a limiter that does not claim its Retry-After is not held to it", "[check]") {
  auto const per_node = GENERATE(true, false);
  auto run = honest_run();
  (per_node ? run.claims.shared : run.claims.retry_after) = false;
  deny(run, 100 * ms, 2);
  deny(run, 2102 * ms, 1);

  CHECK(retry_after_of(run).verdict == verdict_kind::inconclusive);
}

}  // namespace limitproof
