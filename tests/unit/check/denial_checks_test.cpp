#include "tests/unit/check/recorded_run.hpp"
#include "tests/unit/check/simulated_limiter.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

recorded_run exact_run(algorithm a, limit const& l) {
  auto run = run_of(a, l);
  run.claims.exact = true;
  run.claims.shared = true;
  return run;
}

void require(recorded_run const& run,
             check_name check,
             verdict_kind verdict,
             std::string const& claim) {
  auto const found = find(run, check);
  INFO(found.claim);
  REQUIRE(found.verdict == verdict);
  REQUIRE_THAT(found.claim, Catch::Contains(claim));
}

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
    require(run, check_name::wrongful_denial, verdict_kind::pass, "all 1 denials can be right");

    run.history.operations[9].sent_ns = 10 * ms;
    require(run, check_name::wrongful_denial, verdict_kind::fail, "although 1 of 10 permits");

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

  require(run, check_name::wrongful_denial, verdict_kind::fail, "1 of 13 permits were left");
}

TEST_CASE("a costly request is right to be denied where less than its cost is left",
          "[check][wrongful_denial]") {
  auto run = exact_run(algorithm::gcra, {1, duration(s), 10});
  add(run, outcome::admitted, 0, 1).cost = 6;
  add(run, outcome::denied, 10, 20).cost = 5;
  REQUIRE(find(run, check_name::wrongful_denial).verdict == verdict_kind::pass);

  run.history.operations[1].cost = 3;

  require(run, check_name::wrongful_denial, verdict_kind::fail, "costing 3 permits");
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
    require(run, check_name::wrongful_denial, inconclusive, "does not claim to be exact");
    REQUIRE_FALSE(run_checks(run.as_evidence()).admission.wrongful_denials.has_value());
  }
  SECTION("no algorithm") {
    run.claims.algorithm = algorithm::none;
    require(run, check_name::wrongful_denial, inconclusive, "declares no algorithm");
  }
  SECTION("no denial") {
    run.history.operations[0].result = outcome::admitted;
    require(run, check_name::wrongful_denial, inconclusive, "no request was denied");
  }
}

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

  require(run, check_name::lock_out, verdict_kind::fail, "it says that denials consume");
}

TEST_CASE("one admission ends a silence", "[check][lock_out]") {
  auto run = locked_out_run();
  run.history.operations[6].result = outcome::admitted;

  require(run, check_name::lock_out, verdict_kind::pass, "the longest was 0.499 s");
}

TEST_CASE("a silence is judged only where it is certain", "[check][lock_out]") {
  auto run = locked_out_run();
  SECTION("a limiter that is not exact has twice as long") {
    run.claims.exact = false;
    require(run, check_name::lock_out, verdict_kind::inconclusive, "for longer than 2.001 s");
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

/// Adds an admission by a node, told so much to be left.
void tell(recorded_run& run, int node, std::int64_t remaining, time_interval const& when) {
  auto& op = add(run, outcome::admitted, when.start_ns, when.end_ns);
  op.remaining = remaining;
  op.node = static_cast<std::uint16_t>(node - 1);
}

TEST_CASE("equal answers prove a double spend when less came back than was taken",
          "[check][double_spend]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  tell(run, 1, 41, {0, ms});
  tell(run, 2, 41, {5 * ms, 6 * ms});
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::pass);

  tell(run, 2, 41, {9 * ms, 10 * ms});

  auto const found = find(run, check_name::double_spend);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(
      found.claim ==
      "a permit was handed out twice: 3 admitted requests for key \"attacker\" were each told 41 "
      "remaining within 10 ms by node-1, node-2, and under token bucket 50 per 1 s, burst 100 "
      "less can have been refilled in that time than they took (keys concerned: 1)");
  REQUIRE(found.witness == std::vector<std::uint64_t>{0, 1, 2});

  run.history.operations[2].received_ns = 20 * ms;
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::pass);
}

TEST_CASE("one window tells each number once", "[check][double_spend]") {
  auto run = exact_run(algorithm::fixed_window, {10, duration(s), 10});
  tell(run, 1, 7, {800 * ms, 810 * ms});
  tell(run, 2, 7, {900 * ms, 910 * ms});
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::pass);

  run.history.clocks.store = store_anchor{};
  require(run, check_name::double_spend, verdict_kind::fail, "each number once");

  run.history.clocks.store = store_anchor{150'000, 0};
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::pass);

  run.claims.algorithm = algorithm::fixed_window_first_hit;
  tell(run, 2, 7, {950 * ms, 960 * ms});
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::fail);
}

TEST_CASE("a log tells a number again only after something has left it", "[check][double_spend]") {
  auto run = exact_run(algorithm::sliding_log, {10, duration(s), 10});
  tell(run, 1, 9, {0, ms});
  tell(run, 1, 8, {1100 * ms, 1101 * ms});
  tell(run, 2, 8, {1200 * ms, 1201 * ms});
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::fail);

  run.history.operations[0].sent_ns = 150 * ms;
  run.history.operations[0].received_ns = 151 * ms;
  REQUIRE(find(run, check_name::double_spend).verdict == verdict_kind::pass);
}

TEST_CASE("a node that tells more than can have come back has its own count",
          "[check][split_view]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  tell(run, 1, 12, {s, s + ms});
  tell(run, 2, 11, {s + 5 * ms, s + 6 * ms});
  require(run, check_name::split_view, verdict_kind::pass, "1 answers fit");

  tell(run, 2, 60, {s + 10 * ms, s + 11 * ms});

  auto const found = find(run, check_name::split_view);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.claim ==
          "node-1 and node-2 do not see one count: for key \"attacker\", node-1 told 12 remaining, "
          "and 10 ms after that was answered node-2 told 60, more than can have come back under "
          "token bucket 50 per 1 s, burst 100 (keys concerned: 1)");
  REQUIRE(found.witness == std::vector<std::uint64_t>{0, 2});
}

TEST_CASE("a node that tells less than requests in between explain has its own count",
          "[check][split_view]") {
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));
    auto run = exact_run(a, {20, duration(10 * s), 20});
    run.history.clocks.store = store_anchor{};
    tell(run, 1, 12, {s, s + ms});
    add(run, outcome::unknown, s, s + ms);
    tell(run, 2, 9, {s + 2 * ms, s + 3 * ms});
    require(run, check_name::split_view, verdict_kind::fail, "less than all requests in between");

    add(run, outcome::unknown, s, s + ms);
    REQUIRE(find(run, check_name::split_view).verdict == verdict_kind::pass);
  }
}

TEST_CASE("answers that overlap are not compared", "[check][split_view]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  tell(run, 1, 12, {s, s + 10 * ms});
  tell(run, 2, 60, {s + 10 * ms, s + 11 * ms});

  require(run, check_name::split_view, verdict_kind::inconclusive, "nothing to compare");
}

TEST_CASE("what is told is judged only where one exact count is claimed", "[check]") {
  for (auto const check : {check_name::double_spend, check_name::split_view}) {
    auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
    for (int i = 0; i < 5; ++i) tell(run, 1 + i % 2, 41, {i * ms, i * ms + 1});
    tell(run, 2, 60, {6 * ms, 7 * ms});
    REQUIRE(find(run, check).verdict == verdict_kind::fail);

    run.claims.shared = false;
    require(run, check, verdict_kind::inconclusive, "each node counts for itself");
    run.claims.shared = true;
    run.claims.exact = false;
    require(run, check, verdict_kind::inconclusive, "may be a guess");
    run.claims.exact = true;
    for (auto& op : run.history.operations) op.remaining = absent;
    require(run, check, verdict_kind::inconclusive, "RateLimit-Remaining");
  }
}

TEST_CASE("histories from elsewhere are judged by what others cannot change", "[check]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  for (int i = 0; i < 5; ++i) tell(run, 1 + i % 2, 41, {i * ms, i * ms + 1});
  tell(run, 2, 60, {6 * ms, 7 * ms});
  for (int i = 0; i < 5; ++i) add(run, outcome::denied, (10 + i) * s, (10 + i) * s + ms);

  auto e = run.as_evidence();
  e.planned = false;

  auto const v = run_checks(e);

  REQUIRE(find(v, check_name::double_spend).verdict == verdict_kind::fail);
  REQUIRE(find(v, check_name::split_view).verdict == verdict_kind::fail);
  for (auto const check : {check_name::wrongful_denial, check_name::lock_out}) {
    REQUIRE(find(v, check).verdict == verdict_kind::inconclusive);
    REQUIRE_THAT(find(v, check).claim, Catch::Contains("others may have used its keys"));
  }
}

/// Node 1 stamps every request half-way, with a clock that is `ahead_ns` ahead of the run's.
void stamp(recorded_run& run, int requests, std::int64_t ahead_ns) {
  for (int i = 0; i < requests; ++i) {
    auto const sent = static_cast<std::int64_t>(run.history.operations.size()) * 10 * ms;
    auto& op = add(run, outcome::admitted, sent, sent + ms);
    op.node = 0;
    op.arrived_at_us = (sent + ms / 2 + ahead_ns) / 1'000;
  }
}

TEST_CASE("a steady clock's offset is told with its bound", "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  run.history.clocks.start_wall_us = 2'000'000;
  stamp(run, 20, 2 * s + 3 * ms);

  require(run,
          check_name::clock_offsets,
          verdict_kind::pass,
          "no clock stepped; ahead of the generator's: node-1 +3.001 ms ± 0.501 ms");
}

TEST_CASE("a clock that was stepped is found, with its node, the time and the size",
          "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  stamp(run, 20, 3 * ms);
  stamp(run, 20, 53 * ms);
  stamp(run, 20, 23 * ms);

  auto const found = find(run, check_name::clock_offsets);

  REQUIRE(found.verdict == verdict_kind::inconclusive);
  REQUIRE_THAT(
      found.claim,
      Catch::StartsWith("the clock of node-1 stepped forward by at least 48.999 ms between "
                        "0.19 s and 0.201 s of the run (its steps: 2)"));
  REQUIRE(found.witness == std::vector<std::uint64_t>{19, 20});
  REQUIRE(*found.interval == time_interval{190 * ms, 201 * ms});
}

TEST_CASE("a clock may drift as much as the tolerance says", "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  stamp(run, 1'000, 0);
  for (auto& op : run.history.operations) op.arrived_at_us += op.sent_ns * 200 / 1'000'000'000;
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::inconclusive);

  run.plan.scenario.tolerance.clock_drift_ppm = 200;

  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::pass);
}

TEST_CASE("the store's clock is held against what was measured before the run",
          "[check][clock_offsets]") {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  add(run, outcome::admitted, s, s + ms).decided_at_us = 1'000'500;
  run.history.clocks.store = store_anchor{0, 100};
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::pass);

  run.history.clocks.store = store_anchor{-5'000, 100};
  require(run, check_name::clock_offsets, verdict_kind::inconclusive, "the store stepped forward");

  run.claims.time = time_source::node;
  require(run, check_name::clock_offsets, verdict_kind::inconclusive, "no answer told a clock");
}

TEST_CASE("a correct limiter that tells all passes every check of what it does", "[check]") {
  limit const l{10, duration(s), 10};
  for (auto const a : promising_algorithms) {
    auto run = exact_run(a, l);
    run.history.clocks.store = store_anchor{};
    simulated_limiter limiter(a, l);
    for (std::int64_t i = 0; i < 800; ++i) {
      auto const decided = i * 4 * ms + 500'000;
      auto const admitted = limiter.left(decided) > 0;
      if (admitted) limiter.take(decided, 1);
      auto const result = admitted ? outcome::admitted : outcome::denied;
      auto& op = add(run, result, decided - 500'000, decided + 500'000);
      op.remaining = limiter.left(decided);
      op.decided_at_us = decided / 1'000;
    }

    auto const v = run_checks(run.as_evidence());

    for (auto const check : {check_name::over_admission,
                             check_name::wrongful_denial,
                             check_name::lock_out,
                             check_name::double_spend,
                             check_name::split_view,
                             check_name::clock_offsets}) {
      INFO(to_name(a) << ", " << to_name(check) << ": " << find(v, check).claim);
      REQUIRE(find(v, check).verdict == verdict_kind::pass);
    }
    REQUIRE(*v.admission.wrongful_denials == 0);
  }
}

}  // namespace
}  // namespace limitproof
