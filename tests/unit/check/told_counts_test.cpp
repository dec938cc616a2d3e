#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

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
  require_finding(run, check_name::double_spend, verdict_kind::fail, "each number once");

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
  require_finding(run, check_name::split_view, verdict_kind::pass, "1 answers fit");

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
    require_finding(
        run, check_name::split_view, verdict_kind::fail, "less than all requests in between");

    add(run, outcome::unknown, s, s + ms);
    REQUIRE(find(run, check_name::split_view).verdict == verdict_kind::pass);
  }
}

TEST_CASE("answers that overlap are not compared", "[check][split_view]") {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  tell(run, 1, 12, {s, s + 10 * ms});
  tell(run, 2, 60, {s + 10 * ms, s + 11 * ms});

  require_finding(run, check_name::split_view, verdict_kind::inconclusive, "nothing to compare");
}

TEST_CASE("what is told is judged only where one exact count is claimed", "[check]") {
  for (auto const check : {check_name::double_spend, check_name::split_view}) {
    auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
    for (int i = 0; i < 5; ++i) tell(run, 1 + i % 2, 41, {i * ms, i * ms + 1});
    tell(run, 2, 60, {6 * ms, 7 * ms});
    REQUIRE(find(run, check).verdict == verdict_kind::fail);

    run.claims.shared = false;
    require_finding(run, check, verdict_kind::inconclusive, "each node counts for itself");
    run.claims.shared = true;
    run.claims.exact = false;
    require_finding(run, check, verdict_kind::inconclusive, "may be a guess");
    run.claims.exact = true;
    for (auto& op : run.history.operations) op.remaining = absent;
    require_finding(run, check, verdict_kind::inconclusive, "RateLimit-Remaining");
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

}  // namespace
}  // namespace limitproof
