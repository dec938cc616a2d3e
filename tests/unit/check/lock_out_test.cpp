#include "harness/check/spoken.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

/// Denied from 100 ms to 1200 ms, after one admission.
recorded_run locked_out_run() {
  auto run = run_of(algorithm::fixed_window_first_hit, {10, duration(s), 10});
  run.claims.exact = true;
  add(run, outcome::admitted, 0, ms);
  for (std::int64_t at = 100; at <= 1200; at += 100)
    add(run, outcome::denied, at * ms, (at + 1) * ms);
  return run;
}

TEST_CASE("a client that is never let in again was locked out", "[check][lock_out]") {
  auto run = locked_out_run();

  auto const found = find(run, check_name::lock_out);

  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.claim ==
          "key \"attacker\" was locked out: 12 denials in a row over 1.101 s, and nothing was "
          "admitted; fixed window first hit 10 per 1 s is all there again after 1.001 s (keys "
          "locked out: 1)");
  REQUIRE(found.witness == std::vector<std::uint64_t>{1, 12});
  REQUIRE(*found.interval == time_interval{100 * ms, 1201 * ms});
}

TEST_CASE("a limiter whose denials consume locks out all the same", "[check][lock_out]") {
  auto run = locked_out_run();
  run.claims.consumes_on_deny = true;

  require_finding(run, check_name::lock_out, verdict_kind::fail, "it says that denials consume");
}

TEST_CASE("one admission ends a silence", "[check][lock_out]") {
  auto run = locked_out_run();
  run.history.operations[6].result = outcome::admitted;

  require_finding(run, check_name::lock_out, verdict_kind::pass, "the longest was 0.499 s");
}

TEST_CASE("a silence is judged only where it is certain", "[check][lock_out]") {
  auto run = locked_out_run();
  SECTION("a limiter that is not exact has twice as long") {
    run.claims.exact = false;
    require_finding(
        run, check_name::lock_out, verdict_kind::inconclusive, "for longer than 2.001 s");
  }
  SECTION("requests of unknown outcome may have taken all there was") {
    for (int i = 0; i < 9; ++i) add(run, outcome::unknown, 50 * ms, 60 * ms);
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::fail);
    add(run, outcome::unknown, 50 * ms, 60 * ms);
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::pass);
  }
  SECTION("an admission that may lie in it") {
    run.history.operations[0].received_ns = 250 * ms;
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::pass);
  }
  SECTION("the slowest of several limits") {
    run.plan.scenario.policy.limits.push_back({100, duration(2 * s), 100});
    REQUIRE(find(run, check_name::lock_out).verdict == verdict_kind::inconclusive);
  }
}

/// A denial that may be held against the limiter: what unknown requests may have taken leaves its
/// cost.
bool counts(operation const& denial, std::vector<operation> const& all, std::int64_t capacity) {
  auto asked = std::int64_t{denial.cost};
  for (auto const& op : all)
    if (op.result == outcome::unknown && op.sent_ns <= denial.received_ns) asked += op.cost;
  return denial.result == outcome::denied && asked <= capacity;
}

/// From one denial's answer to another's sending, with no admission from the sending of the one to
/// the answer of the other; 0: there is none.
std::int64_t longest_by_definition(std::vector<operation> const& all, std::int64_t capacity) {
  std::int64_t longest = 0;
  for (auto const& first : all) {
    if (!counts(first, all, capacity)) continue;
    for (auto const& last : all) {
      if (last.sent_ns - first.received_ns <= longest || !counts(last, all, capacity)) continue;
      auto const is_inside = [&](operation const& op) {
        return op.result == outcome::admitted && op.received_ns >= first.sent_ns &&
               op.sent_ns <= last.received_ns;
      };
      if (std::none_of(all.begin(), all.end(), is_inside))
        longest = last.sent_ns - first.received_ns;
    }
  }
  return longest;
}

TEST_CASE("the longest silence is the one its definition gives", "[check][lock_out]") {
  auto random = seeded_random();
  constexpr std::int64_t capacity = 10;
  constexpr std::int64_t back_ns = 1'000'001'000;  // a window, and the step of the store's clock
  int locked_out = 0, let_in = 0;
  for (int history = 0; history < 3'000; ++history) {
    auto run = run_of(algorithm::fixed_window_first_hit, {capacity, duration(s), capacity});
    run.claims.exact = true;
    auto const step = between(random, 1, 40);
    auto const latency = between(random, 0, 3) * step;
    auto const admitted = between(random, 0, 30);
    // Whole hundredths of a second, so that many things happen at one instant.
    for (std::int64_t i = 0, at = 0; i < 40; ++i, at += between(random, 0, step)) {
      auto const drawn = between(random, 0, 99);
      auto const result = drawn < admitted ? outcome::admitted
                          : drawn > 95     ? outcome::unknown
                                           : outcome::denied;
      add(run, result, at * 10 * ms, (at + between(random, 0, latency)) * 10 * ms).cost =
          static_cast<std::int32_t>(between(random, 1, 3));
    }
    auto const longest = longest_by_definition(run.history.operations, capacity);
    auto const found = find(run, check_name::lock_out);
    CAPTURE(history, longest, found.claim);

    REQUIRE((found.verdict == verdict_kind::fail) == (longest > back_ns));
    if (found.verdict == verdict_kind::fail) {
      ++locked_out;
      auto const& all = run.history.operations;
      auto const& [first, last] = std::pair(found.witness.at(0), found.witness.at(1));
      REQUIRE(all[last].sent_ns - all[first].received_ns == longest);
    } else if (found.verdict == verdict_kind::pass) {
      ++let_in;
      auto const said = "the longest was " + spoken_time(longest);
      REQUIRE_THAT(found.claim, Catch::Matchers::EndsWith(said));
    }
  }
  CHECK(locked_out > 300);
  CHECK(let_in > 300);
}

}  // namespace
}  // namespace limitproof
