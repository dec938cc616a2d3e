// What a planned fault makes of a measurement, and that nothing of it is held against a limiter.
#include "tests/unit/check/recorded_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limit const fifty_burst_hundred{50, duration(s), 100};

/// 400 requests of a flood over four seconds, 10 ms apart, 250 of them admitted.
recorded_run flooded_run() {
  auto run = run_of(algorithm::token_bucket, fifty_burst_hundred);
  for (std::int64_t i = 0; i < 400; ++i)
    add(run, i % 2 == 0 ? outcome::admitted : outcome::denied, i * 10 * ms, i * 10 * ms + ms);
  return run;
}

injection suffered(fault_action action, std::string target, std::int64_t begin, std::int64_t end) {
  return {{duration(begin), action, std::move(target)}, begin, end};
}

void lose(recorded_run& run, std::size_t first, std::size_t last) {
  for (auto i = first; i <= last; ++i) {
    run.history.operations[i].result = outcome::unknown;
    run.history.operations[i].received_ns = absent;
  }
}

TEST_CASE("unknowns around a planned fault are told apart, those at other times are not forgiven",
          "[check][unknown_share]") {
  auto run = flooded_run();
  lose(run, 150, 159);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::inconclusive);

  run.history.injections = {suffered(fault_action::restart, "node-1", 1500 * ms, 1550 * ms)};
  require_finding(run,
                  check_name::unknown_share,
                  verdict_kind::pass,
                  "10 of 400 requests sent (2.5 %) have no usable answer; 10 of these fall within "
                  "planned faults");

  lose(run, 390, 394);
  require_finding(
      run, check_name::unknown_share, verdict_kind::inconclusive, "at most 1 % may, and");
}

TEST_CASE("a fault that leaves more than a tenth unknown proves nothing",
          "[check][unknown_share]") {
  auto run = flooded_run();
  run.history.injections = {suffered(fault_action::kill, "balancer", s, s + ms)};
  lose(run, 100, 139);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::pass);

  lose(run, 140, 140);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::inconclusive);
}

TEST_CASE("what was stopped disturbs until it is continued, and a second longer",
          "[check][unknown_share]") {
  auto run = flooded_run();
  run.plan.request_timeout = duration(ms);
  run.history.injections = {suffered(fault_action::stop, "node-2", s, s + ms),
                            suffered(fault_action::resume, "node-1", s, s + ms),
                            suffered(fault_action::resume, "node-2", 2 * s, 2 * s)};
  lose(run, 290, 299);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::pass);

  lose(run, 301, 305);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::inconclusive);
}

TEST_CASE("a bad way to the store explains unknowns until it is healed, not until another ends",
          "[check][unknown_share]") {
  auto const action = GENERATE(
      fault_action::slow, fault_action::narrow, fault_action::reset, fault_action::blackhole);
  auto run = flooded_run();
  run.plan.request_timeout = duration(ms);
  run.history.injections = {suffered(action, "store", s, s + ms),
                            suffered(fault_action::restart, "store", s, s + ms),
                            suffered(fault_action::heal, "store", 2 * s, 2 * s)};
  lose(run, 290, 299);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::pass);

  lose(run, 301, 305);
  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::inconclusive);
}

TEST_CASE("a fault that silences nobody explains no unknowns", "[check][unknown_share]") {
  auto run = flooded_run();
  lose(run, 100, 109);
  auto const action = GENERATE(fault_action::clock, fault_action::flush, fault_action::resume);
  run.history.injections = {suffered(action, "node-1", s, s + ms)};

  REQUIRE(find(run, check_name::unknown_share).verdict == verdict_kind::inconclusive);
}

TEST_CASE("a node need not answer while it was killed, but while it was not",
          "[check][node_coverage]") {
  auto run = flooded_run();
  for (std::size_t i = 40; i < 400; ++i) run.history.operations[i].node = 0;
  REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::inconclusive);

  run.history.injections = {suffered(fault_action::kill, "node-2", 400 * ms, 401 * ms)};
  REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::pass);

  run.history.injections.push_back(suffered(fault_action::restart, "node-2", 500 * ms, 501 * ms));
  REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::inconclusive);
}

TEST_CASE("a node that was down for the whole attack was not tested", "[check][node_coverage]") {
  auto run = flooded_run();
  for (auto& op : run.history.operations) op.node = 0;
  run.history.injections = {suffered(fault_action::kill, "node-2", 0, 1)};

  REQUIRE(find(run, check_name::node_coverage).verdict == verdict_kind::inconclusive);
}

/// Node 1 stamps every request half-way, from `first` on with a clock that is `ahead_ns` ahead.
void stamp(recorded_run& run, std::size_t first, std::int64_t ahead_ns) {
  for (auto i = first; i < run.history.operations.size(); ++i) {
    auto& op = run.history.operations[i];
    op.node = 0;
    op.arrived_at_us = (op.sent_ns + ms / 2 + ahead_ns) / 1'000;
  }
}

TEST_CASE("a step that was planned is no finding, one that was not is", "[check][clock_offsets]") {
  auto run = flooded_run();
  stamp(run, 0, 0);
  stamp(run, 101, 10 * s);
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::inconclusive);

  auto const set = suffered(fault_action::clock, "node-1", s, s + 2 * ms);
  run.history.injections = {set};
  require_finding(run,
                  check_name::clock_offsets,
                  verdict_kind::pass,
                  "node-1 ± 0.501 ms, node-1 after it was set at 1 s ± 0.501 ms");

  run.history.injections.front().what.target = "node-2";
  REQUIRE(find(run, check_name::clock_offsets).verdict == verdict_kind::inconclusive);

  run.history.injections = {set};
  stamp(run, 300, 0);
  require_finding(run,
                  check_name::clock_offsets,
                  verdict_kind::inconclusive,
                  "the clock of node-1 after it was set at 1 s stepped back by at least 9.9");
}

TEST_CASE("a race is not told from clocks that were set apart", "[check][overlap]") {
  auto run = flooded_run();
  run.plan.phases.front().load = gate_load{};
  run.plan.scenario.stack.node_clocks = {duration(0), duration(ms)};
  require_finding(run, check_name::overlap, verdict_kind::inconclusive, "set apart as planned");

  run.plan.scenario.stack.node_clocks = {duration(0)};
  require_finding(run, check_name::overlap, verdict_kind::inconclusive, "too weak a race");

  run.history.injections = {suffered(fault_action::clock, "node-1", s, s)};
  require_finding(run, check_name::overlap, verdict_kind::inconclusive, "set apart as planned");
}

/// 20 admissions in 100 ms that leave 80, and 1 ms later one that leaves 99.
recorded_run run_with_lost_counts() {
  auto run = exact_run(algorithm::token_bucket, fifty_burst_hundred);
  for (std::int64_t i = 0; i < 21; ++i) {
    auto& op = add(run, outcome::admitted, i * 5 * ms, i * 5 * ms + ms);
    op.limit = 100;
    op.remaining = i < 20 ? 99 - i : 99;
  }
  return run;
}

TEST_CASE("counts that a planned fault made the store forget are held against nobody",
          "[check][split_view][header_contract]") {
  auto run = run_with_lost_counts();
  REQUIRE(find(run, check_name::split_view).verdict == verdict_kind::fail);
  REQUIRE(find(run, check_name::header_contract).verdict == verdict_kind::fail);

  auto const action = GENERATE(fault_action::flush, fault_action::restart, fault_action::kill);
  run.history.injections = {suffered(action, "store", 97 * ms, 98 * ms)};

  auto const why =
      "the store forgot all counts at 97 ms, by a planned " + std::string(to_name(action));
  require_finding(run, check_name::split_view, verdict_kind::inconclusive, why);
  require_finding(run, check_name::double_spend, verdict_kind::inconclusive, why);
  REQUIRE(find(run, check_name::header_contract).verdict == verdict_kind::pass);
  run.claims.retry_after = true;
  require_finding(run, check_name::retry_after, verdict_kind::inconclusive, why);
}

TEST_CASE("counts that a full store gave up are held against nobody", "[check][split_view]") {
  auto run = run_with_lost_counts();
  auto& store = run.plan.scenario.stack.store;
  store.maxmemory = 2 << 20;
  REQUIRE(find(run, check_name::split_view).verdict == verdict_kind::fail);

  store.policy = eviction_policy::allkeys_lru;

  auto const* const why = "the store gives up keys when it is full (allkeys-lru)";
  require_finding(run, check_name::split_view, verdict_kind::inconclusive, why);
  REQUIRE(find(run, check_name::header_contract).verdict == verdict_kind::pass);
}

TEST_CASE("scripts that were flushed, and a node's restart, lose no shared counts",
          "[check][split_view]") {
  auto run = run_with_lost_counts();
  run.history.injections = {suffered(fault_action::flush_scripts, "store", 97 * ms, 98 * ms),
                            suffered(fault_action::restart, "node-1", 97 * ms, 98 * ms)};

  REQUIRE(find(run, check_name::split_view).verdict == verdict_kind::fail);
}

}  // namespace
}  // namespace limitproof
