#include "harness/model/curve.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <limits>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

TEST_CASE("one request more than the burst is named with its figures", "[check]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  add_burst(run, 101, 5 * ms, 5 * ms + 300'000);

  auto const v = run_checks(run.as_evidence());

  auto const found = find(v, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(
      found.claim ==
      "101 requests for key \"attacker\" were sent and answered 200 within 0.3 ms; token bucket "
      "50 per 1 s, burst 100 allows at most 100 in that time (the worst interval, 0.3 ms, holds "
      "101 where 100 are allowed; keys in excess: 1)");
  REQUIRE(*found.interval == time_interval{5 * ms, 5 * ms + 300'000});
  REQUIRE(found.witness.size() == 101);
  REQUIRE(v.admission.certified_excess == 1);
  REQUIRE(v.admission.total_excess == 1);
}

TEST_CASE("as many requests as the burst pass", "[check]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  add_burst(run, 100, 5 * ms, 5 * ms + 300'000);

  auto const found = find(run, check_name::over_admission);

  REQUIRE(found.verdict == verdict_kind::pass);
  REQUIRE(
      found.claim ==
      "a conforming assignment of decision times exists for token bucket 50 per 1 s, burst 100: "
      "100 admitted, 0 denied");
  REQUIRE(found.witness.empty());
}

TEST_CASE("each algorithm is judged by its own curve, to the permit and to the nanosecond",
          "[check]") {
  limit const l{10, duration(100), 4};
  auto const [a, length, allowed] =
      GENERATE(table<algorithm, std::int64_t, int>({{algorithm::token_bucket, 0, 4},
                                                    {algorithm::token_bucket, 9, 4},
                                                    {algorithm::token_bucket, 10, 5},
                                                    {algorithm::gcra, 100, 14},
                                                    {algorithm::sliding_log, 99, 10},
                                                    {algorithm::sliding_log, 100, 20},
                                                    {algorithm::sliding_counter, 0, 10},
                                                    {algorithm::sliding_counter, 9, 10},
                                                    {algorithm::sliding_counter, 10, 11},
                                                    {algorithm::fixed_window_first_hit, 0, 10},
                                                    {algorithm::fixed_window_first_hit, 1, 20},
                                                    {algorithm::fixed_window_first_hit, 100, 20},
                                                    {algorithm::fixed_window_first_hit, 101, 30},
                                                    {algorithm::fixed_window, 100, 20}}));
  CAPTURE(to_name(a), length, allowed);
  REQUIRE(most_admitted(a, l, duration(length)) == allowed);

  auto run = run_of(a, l);
  add_burst(run, allowed, 1'000, 1'000 + length);
  REQUIRE(over_admission_of(run) == verdict_kind::pass);

  add_burst(run, 1, 1'000, 1'000 + length);
  REQUIRE(over_admission_of(run) == verdict_kind::fail);
}

TEST_CASE("the shortest offending interval is shown, and the worst is counted", "[check]") {
  auto run = run_of(algorithm::token_bucket, {10, duration(s), 2});
  add_burst(run, 40, 0, s);              // 12 allowed
  add_burst(run, 3, 5 * s, 5 * s + ms);  // 2 allowed

  auto const v = run_checks(run.as_evidence());

  auto const found = find(v, check_name::over_admission);
  REQUIRE(*found.interval == time_interval{5 * s, 5 * s + ms});
  REQUIRE(found.witness == std::vector<std::uint64_t>{40, 41, 42});
  REQUIRE(v.admission.certified_excess == 28);
  REQUIRE(v.admission.total_excess == 29);
}

TEST_CASE("requests that span an offending interval do not hide it", "[check]") {
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));
    auto run = run_of(a, {3, duration(20), 3});
    add_burst(run, 3, 0, 300);
    add_burst(run, 8, 150, 155);

    auto const v = run_checks(run.as_evidence());

    REQUIRE(find(v, check_name::over_admission).interval == time_interval{150, 155});
    REQUIRE(v.admission.certified_excess ==
            8 - most_admitted(a, {3, duration(20), 3}, duration(5)));
  }
}

TEST_CASE("of equally short offending intervals the first is shown", "[check]") {
  auto const a = GENERATE(algorithm::token_bucket, algorithm::sliding_log);
  auto run = run_of(a, {3, duration(s), 3});
  for (std::int64_t start = 0; start < 10 * s; start += 2 * s) add_burst(run, 4, start, start + ms);

  REQUIRE(*find(run, check_name::over_admission).interval == time_interval{0, ms});
}

TEST_CASE("an epoch-aligned window is judged by the store's clock where that is known", "[check]") {
  limit const l{3, duration(s), 3};
  auto run = run_of(algorithm::fixed_window, l);
  run.history.clocks.start_monotonic_ns = 7 * s + 400 * ms;
  run.history.clocks.store = store_anchor{.offset_us = -150'000, .bound_us = 1'000};
  // The store's windows begin at run times 0.75 s, 1.75 s …, give or take 1 ms.

  SECTION("more than the limit within one window fails, though its curve allows as many") {
    for (std::int64_t i = 0; i < 4; ++i)
      add(run, outcome::admitted, 752 * ms + i * 300 * ms, 755 * ms + i * 300 * ms);
    auto const found = find(run, check_name::over_admission);
    REQUIRE(found.verdict == verdict_kind::fail);
    REQUIRE(found.witness.size() == 4);
    REQUIRE(*found.interval == time_interval{752 * ms, 1'655 * ms});
    REQUIRE_THAT(found.claim,
                 Catch::Contains("inside one window of the store's clock") &&
                     Catch::Contains("at most 3 there"));
  }
  SECTION("what may lie in the window before does not count") {
    for (std::int64_t i = 0; i < 4; ++i)
      add(run, outcome::admitted, 750'900'000 + i * ms, 751'500'000 + i * ms);
    REQUIRE(over_admission_of(run) == verdict_kind::pass);
    run.history.clocks.store->bound_us = 100;
    REQUIRE(over_admission_of(run) == verdict_kind::fail);
  }
  SECTION("nor does what may lie in the window after") {
    for (std::int64_t i = 0; i < 4; ++i)
      add(run, outcome::admitted, 1'745 * ms + i * ms, 1'746'500'000 + i * ms);
    REQUIRE(over_admission_of(run) == verdict_kind::pass);
    run.history.clocks.store->bound_us = 100;
    REQUIRE(over_admission_of(run) == verdict_kind::fail);
  }
  SECTION("the window before the store's epoch is one of its own") {
    run.history.clocks.start_monotonic_ns = -850 * ms;
    for (std::int64_t i = 0; i < 6; ++i)
      add(run, outcome::admitted, 500 * ms + i * 200 * ms, 510 * ms + i * 200 * ms);
    REQUIRE(over_admission_of(run) == verdict_kind::pass);
  }
  SECTION("twice the limit around an edge passes") {
    add_burst(run, 3, 748 * ms, 748 * ms + 1);
    add_burst(run, 3, 752 * ms, 752 * ms + 1);
    REQUIRE(over_admission_of(run) == verdict_kind::pass);
  }
  SECTION("a limiter that goes by its nodes' clocks has no such windows") {
    add_burst(run, 6, 800 * ms, 801 * ms);
    REQUIRE(over_admission_of(run) == verdict_kind::fail);
    run.claims.time = time_source::node;
    auto const found = find(run, check_name::over_admission);
    REQUIRE(found.verdict == verdict_kind::pass);
    REQUIRE_THAT(found.claim, Catch::Contains("judged by their curve"));
    add_burst(run, 1, 800 * ms, 801 * ms);
    REQUIRE(over_admission_of(run) == verdict_kind::fail);
  }
}

TEST_CASE("every limit of a policy holds at once", "[check]") {
  auto run = run_of(algorithm::sliding_log, {10, duration(s), 10});
  run.plan.scenario.policy.limits.push_back({15, duration(60 * s), 15});
  add_burst(run, 10, 0, ms);
  add_burst(run, 5, 2 * s, 2 * s + ms);
  REQUIRE(over_admission_of(run) == verdict_kind::pass);

  add_burst(run, 1, 3 * s, 3 * s + ms);

  auto const v = run_checks(run.as_evidence());
  auto const found = find(v, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE_THAT(found.claim, Catch::Contains("sliding log 15 per 60 s allows at most 15"));
  REQUIRE(v.admission.total_excess == 1);
  REQUIRE(*v.admission.allowance == 15);
}

TEST_CASE("an admission that breaks two limits has to go once", "[check]") {
  auto run = run_of(algorithm::sliding_log, {10, duration(s), 10});
  run.plan.scenario.policy.limits.push_back({11, duration(60 * s), 11});
  add_burst(run, 13, 0, ms);

  auto const figures = run_checks(run.as_evidence()).admission;

  REQUIRE(figures.certified_excess == 3);
  REQUIRE(figures.total_excess == 3);
}

TEST_CASE("keys are judged apart", "[check]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  run.history.keys = {"alice", "bob\n"};
  add_burst(run, 100, 0, ms);
  for (int i = 0; i < 100; ++i) add(run, outcome::admitted, 0, ms).key = 1;
  REQUIRE(over_admission_of(run) == verdict_kind::pass);

  for (int i = 0; i < 2; ++i) add(run, outcome::admitted, 0, ms).key = 1;

  auto const found = find(run, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE_THAT(found.claim, Catch::StartsWith("101 requests for key \"bob\\x0a\" were"));
  for (auto const id : found.witness) REQUIRE(id >= 100);
}

TEST_CASE("a request of cost c counts as c permits", "[check]") {
  auto run = run_of(algorithm::token_bucket, {1, duration(s), 10});
  add(run, outcome::admitted, 0, 10).cost = 4;
  add(run, outcome::admitted, 0, 20).cost = 6;
  add(run, outcome::admitted, 0, 30).cost = 0;
  REQUIRE(over_admission_of(run) == verdict_kind::pass);

  add(run, outcome::admitted, 5, 15).cost = 1;

  auto const v = run_checks(run.as_evidence());
  auto const found = find(v, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.witness == std::vector<std::uint64_t>{0, 1, 3});
  REQUIRE_THAT(found.claim, Catch::StartsWith("3 requests costing 11 permits for key"));
  REQUIRE(v.admission.certified_excess == 1);
}

TEST_CASE("a request of negative cost does not make up for others", "[check]") {
  auto run = run_of(algorithm::token_bucket, {1, duration(s), 10});
  add_burst(run, 11, 0, 10);
  add(run, outcome::admitted, 0, 10).cost = -5;

  REQUIRE(over_admission_of(run) == verdict_kind::fail);
}

TEST_CASE("only what the limiter admitted for certain is held against it", "[check]") {
  auto const result = GENERATE(outcome::open,
                               outcome::denied,
                               outcome::admitted_degraded,
                               outcome::denied_degraded,
                               outcome::not_decided,
                               outcome::unknown,
                               outcome::not_sent);
  CAPTURE(to_name(result));
  for (auto const a : promising_algorithms) {
    auto run = run_of(a, {5, duration(s), 5});
    add_burst(run, 5, 0, ms);
    for (int i = 0; i < 50; ++i) add(run, result, 0, ms);
    REQUIRE(over_admission_of(run) == verdict_kind::pass);
  }
}

TEST_CASE("requests that cannot all be legal are named, though no interval holds too much",
          "[check]") {
  auto run = run_of(algorithm::sliding_log, {1, duration(10), 1});
  add(run, outcome::admitted, 100, 100);
  add(run, outcome::admitted, 200, 220);
  add(run, outcome::admitted, 209, 209);
  add(run, outcome::admitted, 224, 224);
  add(run, outcome::admitted, 300, 300);

  auto const v = run_checks(run.as_evidence());

  auto const found = find(v, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.witness == std::vector<std::uint64_t>{1, 2, 3});
  REQUIRE(*found.interval == time_interval{200, 224});
  REQUIRE_THAT(found.claim,
               Catch::StartsWith("3 requests for key \"attacker\", sent and answered 200 within") &&
                   Catch::Contains("cannot all be legal"));
  REQUIRE(v.admission.total_excess == 1);
}

TEST_CASE("limits that each leave room may leave none together", "[check]") {
  auto run = run_of(algorithm::sliding_log, {1, duration(10), 1});
  run.plan.scenario.policy.limits.push_back({2, duration(25), 2});
  add(run, outcome::admitted, 0, 5);
  add(run, outcome::admitted, 2, 12);
  add(run, outcome::admitted, 20, 29);
  REQUIRE(over_admission_of(run) == verdict_kind::pass);

  add(run, outcome::admitted, 30, 34);

  REQUIRE(over_admission_of(run) == verdict_kind::fail);
  for (auto const& l : run.plan.scenario.policy.limits) {
    auto alone = run;
    alone.plan.scenario.policy.limits = {l};
    REQUIRE(over_admission_of(alone) == verdict_kind::pass);
  }
}

TEST_CASE("costs that fit in no order tried leave the verdict open, with what may be too much",
          "[check]") {
  auto run = run_of(algorithm::token_bucket, {1, duration(10), 3});
  add(run, outcome::admitted, 0, 20).cost = 3;
  add(run, outcome::admitted, 10, 12).cost = 2;
  add(run, outcome::admitted, 40, 40).cost = 1;

  auto const found = find(run, check_name::over_admission);

  REQUIRE(found.verdict == verdict_kind::inconclusive);
  REQUIRE_THAT(found.claim,
               Catch::Contains("were not found for every key either (1 keys are open") &&
                   Catch::Contains("up to 3 permits"));
}

TEST_CASE("a request of cost c is no easier to place than c of cost 1", "[check]") {
  auto run = run_of(algorithm::token_bucket, {1, duration(10), 2});
  add(run, outcome::admitted, 0, 20).cost = 2;
  add(run, outcome::admitted, 9, 9).cost = 2;
  REQUIRE(over_admission_of(run) == verdict_kind::fail);
}

TEST_CASE("a limiter that promises nothing can only be judged by the policy", "[check]") {
  auto run = run_of(algorithm::none, {5, duration(s), 5});
  add_burst(run, 50, 0, ms);

  auto const v = run_checks(run.as_evidence());
  REQUIRE(find(v, check_name::over_admission).verdict == verdict_kind::inconclusive);
  REQUIRE_FALSE(v.admission.allowance.has_value());
  REQUIRE_FALSE(v.admission.ratio.has_value());

  run.plan.scenario.judge = judged_by::promised;
  REQUIRE(over_admission_of(run) == verdict_kind::fail);
}

TEST_CASE("a run in which the limiter decided nothing shows nothing", "[check]") {
  auto run = run_of(algorithm::gcra, {5, duration(s), 5});
  for (int i = 0; i < 50; ++i) add(run, outcome::unknown, 0, ms);

  REQUIRE(over_admission_of(run) == verdict_kind::inconclusive);
}

TEST_CASE("figures at the ends of their ranges do not overflow", "[check]") {
  auto const longest_per = std::int64_t{400} * 86'400 * s;
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));
    auto run = run_of(a, {1'000'000'000'000, duration(longest_per), 1'000'000'000'000});
    run.history.clocks.store = store_anchor{1'700'000'000'000'000, 1'000};
    auto const late = std::int64_t{1} << 61;
    for (int i = 0; i < 500; ++i)
      add(run, outcome::admitted, late, late + 1).cost = std::numeric_limits<std::int32_t>::max();
    auto const cost = std::int64_t{500} * std::numeric_limits<std::int32_t>::max();
    auto const& l = run.plan.scenario.policy.limits[0];
    auto const allowed = a == algorithm::fixed_window ? l.count : most_admitted(a, l, duration(1));

    auto const v = run_checks(run.as_evidence());

    REQUIRE((find(v, check_name::over_admission).verdict == verdict_kind::fail) ==
            (cost > allowed));
    REQUIRE(v.admission.certified_excess == std::max<std::int64_t>(cost - allowed, 0));
  }
}

}  // namespace
}  // namespace limitproof
