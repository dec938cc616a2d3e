#include "tests/unit/check/recorded_run.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

/// 400 requests of a flood over one second, 150 of them admitted: every check passes.
recorded_run good_run() {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  for (std::int64_t i = 0; i < 400; ++i) {
    auto const sent = i * 2'500'000;
    add(run, i < 100 || i % 8 == 0 ? outcome::admitted : outcome::denied, sent, sent + ms);
  }
  run.history.samples.push_back({0, "HTTP/1.1 200 OK\r\nRateLimit-Remaining: 99\r\n", "{}"});
  return run;
}

void require_inconclusive(recorded_run const& run, check_name check, std::string const& claim) {
  auto const v = run_checks(run.as_evidence());
  auto const found = find(v, check);
  REQUIRE(found.verdict == verdict_kind::inconclusive);
  REQUIRE_THAT(found.claim, Catch::Contains(claim));
  REQUIRE(v.kind == verdict_kind::inconclusive);
}

TEST_CASE("a valid run passes every check that it gives something to judge", "[check]") {
  auto const v = run_checks(good_run().as_evidence());

  // It claims nothing but an algorithm, tells nothing, and ends before all of its limit is back.
  std::set const nothing_to_judge = {check_name::wrongful_denial,
                                     check_name::lock_out,
                                     check_name::double_spend,
                                     check_name::split_view,
                                     check_name::retry_after,
                                     check_name::store_keys,
                                     check_name::clock_offsets};
  for (auto const& found : v.findings) {
    INFO(to_name(found.check) << ": " << found.claim);
    REQUIRE(found.verdict == (nothing_to_judge.contains(found.check) ? verdict_kind::inconclusive
                                                                     : verdict_kind::pass));
  }
  REQUIRE(v.kind == verdict_kind::pass);
}

TEST_CASE("identities that were each kept to one node are inconclusive", "[check][node_coverage]") {
  auto run = good_run();
  run.plan.keys = run.history.keys = {"attacker", "other"};
  for (auto& op : run.history.operations) op.key = op.node;

  SECTION("each to its own") {
    require_inconclusive(
        run, check_name::node_coverage, "each identity was answered by one node alone");
  }
  SECTION("one request of one of them reached the other node") {
    run.history.operations.back().key = 1 - run.history.operations.back().key;
    REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::pass);
  }
}

TEST_CASE("traffic that missed a node is inconclusive", "[check][node_coverage]") {
  auto run = good_run();
  auto const answer_by = [&](std::size_t first_n, std::uint16_t node) {
    for (std::size_t i = 0; i < run.history.operations.size(); ++i)
      run.history.operations[i].node = i < first_n ? node : std::uint16_t{0};
  };

  SECTION("one node silent") {
    answer_by(0, 1);
    require_inconclusive(run, check_name::node_coverage, "node-2 answered 0 of 400 requests");
  }
  SECTION("one node just below its share") {
    answer_by(49, 1);
    require_inconclusive(run, check_name::node_coverage, "node-2 answered 49 of 400");
  }
  SECTION("one node at its share") {
    answer_by(50, 1);
    REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::pass);
  }
  SECTION("an expected node that never answered") {
    run.expected_nodes.emplace_back("node-3");
    require_inconclusive(run, check_name::node_coverage, "node-3 answered 0");
  }
  SECTION("answers that are not the limiter's do not count") {
    answer_by(200, 1);
    for (std::size_t i = 0; i < 200; ++i) run.history.operations[i].result = outcome::not_decided;
    require_inconclusive(run, check_name::node_coverage, "node-2 answered 0 of 200");
  }
  SECTION("nodes without a name") {
    run.expected_nodes.clear();
    run.history.nodes.clear();
    for (auto& op : run.history.operations) op.node = no_node;
    require_inconclusive(run, check_name::node_coverage, "X-Node");
  }
  SECTION("a foreign history is held to the nodes that named themselves") {
    run.expected_nodes.clear();
    REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::pass);
    answer_by(10, 1);
    require_inconclusive(run, check_name::node_coverage, "node-2 answered 10");
  }
  SECTION("no limited request at all") {
    for (auto& op : run.history.operations) op.result = outcome::unknown;
    require_inconclusive(run, check_name::node_coverage, "no node answered");
  }
}

TEST_CASE("an attack below the limit is inconclusive", "[check][overload]") {
  auto run = good_run();
  // 400 requests from 0 to 997.5 ms; the allowance is 100 + ⌊49.875⌋ = 149.
  REQUIRE(*run_checks(run.as_evidence()).admission.allowance == 149);

  SECTION("too few requests") {
    for (std::size_t i = 1; i < 200; ++i) run.history.operations[i].result = outcome::not_decided;
    require_inconclusive(run, check_name::overload, "offered only 1.3 × the allowance");
  }
  SECTION("half as many again as allowed are enough, and not one less") {
    run.history.operations.clear();
    add_burst(run, 149, 0, ms);
    REQUIRE(find(run, check_name::overload).verdict == verdict_kind::inconclusive);
    add_burst(run, 1, 0, ms);
    REQUIRE(find(run, check_name::overload).verdict == verdict_kind::pass);
  }
  SECTION("bystanders do not hide a flooded key") {
    run.history.keys.emplace_back("bystander");
    add(run, outcome::admitted, 0, ms).key = 1;
    add(run, outcome::admitted, 3600 * s, 3600 * s + ms).key = 1;
    REQUIRE(find(run, check_name::overload).verdict == verdict_kind::pass);
  }
  SECTION("a limit nobody declared cannot be exceeded") {
    run.claims.algorithm = algorithm::none;
    require_inconclusive(run, check_name::overload, "declares no algorithm");
  }
  SECTION("nothing sent") {
    run.history.operations.clear();
    require_inconclusive(run, check_name::overload, "nothing was sent");
  }
}

TEST_CASE("a run that was cut short is inconclusive, however well it went", "[check][send_lag]") {
  auto run = run_of(algorithm::token_bucket, {1, std::chrono::seconds(1), 1});
  add_burst(run, 1, 0, 1 * ms);
  run.history.complete = false;

  require_inconclusive(run, check_name::send_lag, "the run was cut short");
}

TEST_CASE("a generator that fell behind is inconclusive", "[check][send_lag]") {
  auto run = good_run();
  auto const delay = [&](std::size_t count, std::int64_t by) {
    for (std::size_t i = 0; i < count; ++i) {
      run.history.operations[i].sent_ns += by;
      run.history.operations[i].received_ns += by;
    }
  };

  SECTION("1 % may be late") {
    delay(4, s);
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::pass);
  }
  SECTION("more may not") {
    delay(5, 51 * ms);
    require_inconclusive(run, check_name::send_lag, "left 51 ms or more after their time");
    REQUIRE(run_checks(run.as_evidence()).send_lag_us_p99 == 51'000);
  }
  SECTION("50 ms is not late") {
    delay(400, 50 * ms);
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::pass);
  }
  SECTION("nor is 5 % of the time the limit counts over") {
    delay(400, 3 * s);
    require_inconclusive(run, check_name::send_lag, "50 ms is allowed");
    run.plan.scenario.policy.limits[0].per = duration(60 * s);
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::pass);
    run.plan.scenario.policy.limits.push_back({1'000, duration(s), 1'000});
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::inconclusive);
  }
  SECTION("a closed loop has no schedule") {
    run.plan.phases[0].load = closed_load{};
    delay(400, 3 * s);
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::pass);
  }
  SECTION("requests that could not be sent") {
    for (std::size_t i = 0; i < 4; ++i) run.history.operations[i].result = outcome::not_sent;
    REQUIRE(find(run, check_name::send_lag).verdict == verdict_kind::pass);
    run.history.operations[4].result = outcome::not_sent;
    require_inconclusive(run, check_name::send_lag, "5 of 400 planned requests (1.2 %)");
  }
}

TEST_CASE("too many answers that are not known are inconclusive", "[check][unknown_share]") {
  auto run = good_run();
  auto const turn = [&](std::size_t from, std::size_t count, outcome result) {
    for (std::size_t i = from; i < from + count; ++i) run.history.operations[i].result = result;
  };

  SECTION("1 % may be unknown") {
    turn(0, 4, outcome::unknown);
    REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::pass);
  }
  SECTION("more may not, and requests still open are unknown too") {
    turn(0, 3, outcome::unknown);
    turn(3, 2, outcome::open);
    require_inconclusive(run, check_name::unknown_share, "5 of 400 requests sent (1.2 %)");
  }
  SECTION("what was not sent does not dilute them") {
    turn(0, 4, outcome::unknown);
    turn(4, 1, outcome::not_sent);
    require_inconclusive(run, check_name::unknown_share, "4 of 399");
  }
  SECTION("degraded answers are mentioned") {
    turn(0, 2, outcome::admitted_degraded);
    turn(2, 1, outcome::denied_degraded);
    auto const found = find(run, check_name::unknown_share);
    REQUIRE(found.verdict == verdict_kind::pass);
    REQUIRE_THAT(found.claim, Catch::Contains("3 more were answered without the store"));
  }
  SECTION("nothing sent") {
    turn(0, 400, outcome::not_sent);
    require_inconclusive(run, check_name::unknown_share, "nothing was sent");
  }
}

}  // namespace
}  // namespace limitproof
