#include "harness/report/build_report.hpp"

#include "harness/model/exit_code.hpp"
#include "harness/model/policy_parts.hpp"
#include "harness/report/capture_denial.hpp"
#include "harness/report/collect_certificates.hpp"
#include "harness/report/count_per_variant.hpp"
#include "harness/report/evaluate_expectations.hpp"
#include "harness/report/measure_arrivals.hpp"
#include "harness/report/measure_latency.hpp"
#include "harness/report/measure_outages.hpp"
#include "harness/report/measure_permits.hpp"
#include "harness/report/measure_phases.hpp"
#include "harness/report/store_calls.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

namespace limitproof {

namespace {

std::vector<expectation> expectations_of(scenario const& s, std::string const& run) {
  auto const found = s.expect.find(run);
  return found == s.expect.end() ? std::vector<expectation>{} : found->second;
}

/// A row for every known node, served or not, and one for sent requests whose answer named none.
std::vector<node_row> count_per_node(history const& h) {
  std::vector<node_row> rows;
  for (auto const& name : h.nodes) rows.push_back({name});
  node_row nameless{"(none)"};
  for (auto const& op : h.operations) {
    if (op.sent_ns == absent) continue;
    auto& row = op.node < rows.size() ? rows[op.node] : nameless;
    ++row.requests;
    if (op.result == outcome::admitted) ++row.admitted;
    if (op.result == outcome::denied) ++row.denied;
  }
  // Shorter names first puts node-2 before node-10; the order of first sight varies between runs.
  std::sort(rows.begin(), rows.end(), [](node_row const& a, node_row const& b) {
    return std::forward_as_tuple(a.node.size(), a.node) <
           std::forward_as_tuple(b.node.size(), b.node);
  });
  if (nameless.requests > 0) rows.push_back(nameless);
  return rows;
}

std::optional<std::int64_t> bytes_per_key(std::optional<store_figures> const& store) {
  if (!store || store->keys == 0) return std::nullopt;
  return store->bytes_per_key;
}

attack_summary summarise_attack(plan const& p, judged_run const& run) {
  auto const& figures = run.verdict.admission;
  auto const lag = send_lag(p, run.history);
  attack_summary attack;
  attack.planned = figures.offered;
  attack.sent = figures.offered - figures.not_sent;
  if (figures.allowance && *figures.allowance > 0)
    attack.overload_factor =
        static_cast<double>(figures.permits_offered) / static_cast<double>(*figures.allowance);
  attack.send_lag_us_p50 = lag.p50;
  attack.send_lag_us_p99 = run.verdict.send_lag_us_p99;  // the figure the check judged by
  attack.send_lag_us_max = lag.max;
  return attack;
}

/// Writes into a row what only some kinds of load have.
struct described_load {
  phase_row& row;

  void operator()(paced_load const& load) const {
    row.rate = load.rate;
    row.arrivals = load.arrivals;
    row.pipeline = load.pipeline;
  }

  void operator()(ramp_load const& load) const {
    row.rate = load.from;
    row.to = load.to;
  }

  void operator()(closed_load const& load) const { row.pipeline = load.pipeline; }

  void operator()(gate_load const&) const {}

  void operator()(reactive_load const&) const {}

  void operator()(slow_load const&) const {}
};

phase_row describe_phase(planned_phase const& planned) {
  phase_row row;
  row.phase = planned.kind;
  row.length = planned.length;
  row.connections = planned.connections;
  row.keys = planned.keys.count;
  row.connect = planned.connect;
  row.requests = planned.requests;
  row.policy = planned.policy;
  row.cost = planned.cost;
  std::visit(described_load{row}, planned.load);
  return row;
}

std::vector<phase_row> describe_phases(std::vector<planned_phase> const& phases) {
  std::vector<phase_row> rows;
  duration all_ended{};
  for (auto const& planned : phases) {
    rows.push_back(describe_phase(planned));
    rows.back().beside = planned.start < all_ended;
    all_ended = std::max(all_ended, planned.start + planned.length);
  }
  return rows;
}

int exit_code_of(run_report const& run) {
  if (run.met) return exit_met;
  return run.verdict.kind == verdict_kind::inconclusive ? exit_inconclusive
                                                        : exit_expectation_failed;
}

/// A limiter that was never judged met no expectation and failed none.
int exit_code_of(report const& r) {
  std::vector<int> codes;
  for (auto const& run : r.runs) codes.push_back(exit_code_of(run));
  if (codes.empty() || !r.not_judged.empty()) codes.push_back(exit_inconclusive);
  return combined_exit_code(codes);
}

verdict_kind verdict_of(int exit_code) {
  if (exit_code == exit_met) return verdict_kind::pass;
  return exit_code == exit_expectation_failed ? verdict_kind::fail : verdict_kind::inconclusive;
}

std::vector<std::string> runs_without_verdict(scenario const& s,
                                              std::vector<run_report> const& runs) {
  std::vector<std::string> names;
  for (auto const& limiter : s.limiters)
    for (auto const& policy : judged_policies(s)) {
      auto name = run_name(limiter, policy);
      auto const is_its = [&name](run_report const& run) { return name_of(run) == name; };
      if (std::none_of(runs.begin(), runs.end(), is_its)) names.push_back(std::move(name));
    }
  return names;
}

}  // namespace

run_report build_run_report(plan const& p, judged_run const& run) {
  run_report r;
  r.limiter = run.limiter;
  r.policy_name = run.policy;
  r.policy = p.scenario.policy;
  r.algorithm = run.claims.algorithm;
  r.judge = p.scenario.judge;
  r.verdict = run.verdict;
  r.complete = run.history.complete;
  r.per_node = count_per_node(run.history);
  r.per_phase = measure_phases(p, run.history);
  r.per_variant = count_per_variant(p, run.history);
  r.latency = latency_from_send(run.history);
  r.latency_intended = latency_from_intended_send(run.history);
  r.limiter_latency = limiter_share(run.history);
  r.store_round_trip = run.store_round_trip;
  r.denial = capture_denial(run.history);
  r.arrivals = measure_arrivals(p, run.history);
  r.permits = measure_permits(p,
                              judged_algorithm(r.judge, r.algorithm),
                              run.history,
                              r.arrivals.bucket,
                              r.arrivals.sent.size());
  r.certificates = collect_certificates(run.verdict, run.history);
  r.outages = measure_outages(p, run.claims, run.history);
  r.attack = summarise_attack(p, run);
  r.expectations =
      evaluate_expectations(expectations_of(p.scenario, name_of(r)),
                            {run.verdict,
                             r.arrivals.peak_to_mean_milli,
                             r.outages,
                             store_calls_milli(run.store, r.attack.sent, run.history.injections),
                             bytes_per_key(run.store)});
  r.met = all_met(r.expectations);
  r.store = run.store;
  r.steps = run.steps;
  r.ended = run.ended;
  r.faults = run.history.injections;
  r.history_path = run.limiter + "/history.db";
  return r;
}

report build_report(plan const& p, std::vector<run_report> runs, run_record const& record) {
  if (record.strict) {
    for (auto& run : runs) {
      run.expectations = evaluate_expectations({}, {run.verdict});
      run.met = all_met(run.expectations);
    }
  }

  report r;
  r.scenario = p.scenario.name;
  r.why = p.scenario.why;
  r.duration_us = record.duration_us;
  r.started_wall_us = record.started_wall_us;
  r.environment = record.environment;
  r.command = record.command;
  r.seed = p.scenario.seed;
  r.size = p.scenario.size;
  r.target = p.target;
  r.stack = p.scenario.stack;
  r.phases = describe_phases(p.phases);
  r.not_judged = runs_without_verdict(p.scenario, runs);
  r.runs = std::move(runs);
  r.exit_code = exit_code_of(r);
  r.verdict = verdict_of(r.exit_code);
  return r;
}

}  // namespace limitproof
