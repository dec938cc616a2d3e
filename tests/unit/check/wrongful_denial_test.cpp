#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

TEST_CASE("a denial with permits to spare is named with what was left",
          "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  add_burst(run, 60, 0, 100 * ms);
  add(run, outcome::denied, 200 * ms, 201 * ms);

  auto const v = run_checks(run.as_evidence());

  auto const found = find(v, check_name::wrongful_denial);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(
      found.claim ==
      "a request for key \"attacker\" was denied with 429 by node-1 although 44 of 100 permits "
      "were left at least, whenever it was decided, under token bucket 50 per 1 s, burst 100; 1 "
      "of 1 denials are wrong for certain (keys concerned: 1)");
  REQUIRE(*found.interval == time_interval{200 * ms, 201 * ms});
  REQUIRE(found.witness == std::vector<std::uint64_t>{60});
  REQUIRE(*v.admission.wrongful_denials == 1);
  REQUIRE(v.kind == verdict_kind::fail);
}

TEST_CASE("a denial is right as long as requests in flight may have taken the rest",
          "[check][wrongful_denial]") {
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));
    auto run = exact_run(a, {10, duration(s), 10});
    add_burst(run, 9, 0, ms);
    add(run, outcome::admitted, 5 * ms, 20 * ms);
    add(run, outcome::denied, 6 * ms, 9 * ms);
    require_finding(
        run, check_name::wrongful_denial, verdict_kind::pass, "all 1 denials can be right");

    run.history.operations[9].sent_ns = 10 * ms;
    require_finding(
        run, check_name::wrongful_denial, verdict_kind::fail, "although 1 of 10 permits");

    run.history.operations[9].sent_ns = 9 * ms;
    REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);
  }
}

TEST_CASE("what may have reached the limiter speaks for its denials", "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::sliding_log, {2, duration(s), 2});
  add(run, outcome::admitted, 0, ms);
  add(run, outcome::unknown, 10 * ms, 20 * ms);
  add(run, outcome::denied, 30 * ms, 31 * ms);

  for (auto const result : {outcome::unknown,
                            outcome::open,
                            outcome::admitted_degraded,
                            outcome::denied_degraded,
                            outcome::admitted}) {
    CAPTURE(to_name(result));
    run.history.operations[1].result = result;
    REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);
  }
  for (auto const result : {outcome::not_decided, outcome::not_sent}) {
    CAPTURE(to_name(result));
    run.history.operations[1].result = result;
    REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::fail);
  }
}

TEST_CASE("where denials consume, they speak for later ones", "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::sliding_log, {2, duration(s), 2});
  add_burst(run, 2, 0, ms);
  add(run, outcome::denied, 500 * ms, 501 * ms);
  add(run, outcome::denied, 600 * ms, 601 * ms);
  add(run, outcome::denied, 1200 * ms, 1201 * ms);
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::fail);

  run.claims.consumes_on_deny = true;

  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);
}

TEST_CASE("a denial is right if any of several limits explains it", "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::sliding_log, {10, duration(s), 10});
  run.plan.scenario.policy.limits.push_back({12, duration(60 * s), 12});
  add_burst(run, 10, 0, ms);
  add_burst(run, 2, 2 * s, 2 * s + ms);
  add(run, outcome::denied, 10 * s, 10 * s + ms);
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);

  run.plan.scenario.policy.limits[1].count = 13;

  require_finding(
      run, check_name::wrongful_denial, verdict_kind::fail, "1 of 13 permits were left");
}

TEST_CASE("a costly request is right to be denied where less than its cost is left",
          "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::gcra, {1, duration(s), 10});
  add(run, outcome::admitted, 0, 1).cost = 6;
  add(run, outcome::denied, 10, 20).cost = 5;
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);

  run.history.operations[1].cost = 3;

  require_finding(run, check_name::wrongful_denial, verdict_kind::fail, "costing 3 permits");
}

TEST_CASE("an aligned window that is over explains no denial, unless the clock may be late",
          "[check][wrongful_denial]") {
  auto const a = GENERATE(algorithm::fixed_window, algorithm::sliding_counter);
  CAPTURE(to_name(a));
  auto run = exact_run(a, {3, duration(s), 3});
  run.history.clocks.store = store_anchor{0, 2'000};
  add_burst(run, 3, 900 * ms, 910 * ms);
  add(run, outcome::denied, s + 3 * ms, s + 4 * ms);
  auto const faded = a == algorithm::fixed_window ? 3 * ms : 400 * ms;
  run.history.operations[3].sent_ns = s + faded;
  run.history.operations[3].received_ns = s + faded + ms;
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::fail);

  run.history.clocks.store->bound_us = a == algorithm::fixed_window ? 4'000 : 100'000;
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);

  run.history.clocks.store = store_anchor{0, 2'000};
  run.claims.time = time_source::node;
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);
}

TEST_CASE("denials are judged only where they say something", "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  add(run, outcome::denied, 0, ms);
  auto const inconclusive = verdict_kind::inconclusive;

  SECTION("a limiter that is not exact may be stricter") {
    run.claims.exact = false;
    require_finding(run, check_name::wrongful_denial, inconclusive, "does not claim to be exact");
    REQUIRE_FALSE(run_checks(run.as_evidence()).admission.wrongful_denials.has_value());
  }
  SECTION("no algorithm") {
    run.claims.algorithm = algorithm::none;
    require_finding(run, check_name::wrongful_denial, inconclusive, "declares no algorithm");
  }
  SECTION("no denial") {
    run.history.operations[0].result = outcome::admitted;
    require_finding(run, check_name::wrongful_denial, inconclusive, "no request was denied");
  }
}

}  // namespace
}  // namespace limitproof
