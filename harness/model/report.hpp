#pragma once

#include "harness/model/external_target.hpp"
#include "harness/model/fault.hpp"
#include "harness/model/operation.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/units.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limitproof {

struct node_row {
  std::string node;
  std::int64_t requests = 0, admitted = 0, denied = 0;
};

struct percentiles_us {
  std::int64_t count = 0;
  std::int64_t p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
};

struct latency_table {
  percentiles_us all, admitted, denied;
};

struct captured_denial {
  std::string status_line;
  std::vector<std::pair<std::string, std::string>> headers;  ///< as received, in order
  std::string body;
};

struct expectation_row {
  std::string subject;   ///< check, "verdict" or figure
  std::string expected;  ///< "fail", "2.7 … 3.1"
  std::string found;
  bool met = false;
};

/// One stretch of the attack as it was planned.
struct phase_row {
  std::string phase;                     ///< the scenario's word: "steady"
  bool beside = false;                   ///< the one before it was still running
  std::optional<limitproof::rate> rate;  ///< none: nothing was sent by the clock
  std::optional<limitproof::rate> to;    ///< of a ramp: where it ends
  limitproof::arrivals arrivals = limitproof::arrivals::constant;
  std::uint32_t pipeline = 1;
  duration length{};
  std::uint32_t connections = 0;
  std::uint32_t keys = 0;  ///< how many identities it draws from
  connect_to connect = connect_to::balancer;
  request_pattern requests;
  std::string policy;     ///< as sending_manner
  std::int32_t cost = 1;  ///< as sending_manner
};

/// What became of the requests of one variant of a phase's request pattern.
struct variant_row {
  std::uint32_t phase = 0;  ///< its number in the attack, from 1
  request_variant request;
  std::int64_t requests = 0, admitted = 0, denied = 0;
};

/// What became of the requests of one phase.
struct phase_use {
  std::uint32_t phase = 0;  ///< its number in the attack, from 1
  std::int64_t requests = 0, admitted = 0, denied = 0;
  percentiles_us latency{};  ///< from actual send
};

/// What the attack did to the stack, as strong as it really was.
struct attack_summary {
  std::int64_t planned = 0;
  std::int64_t sent = 0;
  std::optional<double> overload_factor;  ///< offered ÷ allowance
  std::int64_t send_lag_us_p50 = 0, send_lag_us_p99 = 0, send_lag_us_max = 0;
};

/// When requests were sent, and what became of them: one count per stretch of `bucket`, from the
/// start of the attack, by the time of sending.
struct arrival_series {
  duration bucket{};
  std::vector<std::int64_t> sent, admitted;
  /// Of requests with which reactive clients came back after a denial: the most within 100 ms ÷ the
  /// mean of 100 ms, in thousandths; none: no phase has such clients, or they sent too little.
  std::optional<std::int64_t> peak_to_mean_milli;
  /// With `admitted` these make up `sent`; open ones are unknown.
  std::vector<std::int64_t> denied{}, degraded{}, unknown{}, not_decided{};
  /// The most of `sent` and `admitted` in any tenth of a stretch, so that its length hides no peak.
  std::vector<std::int64_t> busiest_sent{}, busiest_admitted{};
  /// What answers said was left; `absent`: none of them said.
  std::vector<std::int64_t> remaining_least{}, remaining_most{};
};

/// Permits by the end of each stretch of an arrival_series, from the start of the attack.
struct permit_series {
  std::vector<std::int64_t> admitted;  ///< by the limiter, where the answer had come
  std::vector<std::int64_t> allowed;   ///< more are proof of a breach; empty: not limited
};

/// One of the requests that prove what a check found, as it was recorded.
struct proving_request {
  std::uint64_t id = 0;
  std::string key, node;  ///< node: empty if the answer named none
  outcome result{};
  std::uint16_t status = 0;  ///< 0: none seen
  std::int32_t cost = 1;
  std::int64_t sent_ns = absent, received_ns = absent;
  std::int64_t remaining = absent;  ///< as the answer said
};

/// The witness of a check that failed, in the order of sending.
struct certificate_rows {
  check_name check{};
  std::vector<proving_request> requests;
  std::int64_t left_out = 0;  ///< that the witness has beyond these
};

/// A fault of the store, from its beginning until the store was back, and how the nodes fared.
/// Degraded answers, those that the store did not decide, belong to the last fault that had begun
/// before they came.
struct outage_row {
  fault_action fault{};                      ///< the first, where several make one outage
  std::int64_t began_ns = 0;                 ///< run time
  std::optional<std::int64_t> back_ns;       ///< none: it did not come back
  std::optional<std::int64_t> detection_us;  ///< to the first degraded answer; none: there was none
  std::optional<std::int64_t> recovery_us;  ///< from its return to the last one; 0: none came after
  percentiles_us latency;                   ///< of answered requests under way in the meantime
  std::int64_t admitted = 0, denied = 0;    ///< degraded
  /// What the policy left for degraded admissions, and by how much they certainly went beyond it,
  /// in permits; none: the limiter promises nothing.
  std::optional<std::int64_t> allowed, overshoot;
};

struct step_time {
  std::string step;  ///< "stack up", "attack", "check", "stack down"
  std::int64_t us = 0;
};

/// The script that decides in the store.
struct decision_script {
  std::string file;    ///< beside the limiter's manifest
  std::string sha1;    ///< as EVALSHA names it
  bool known = false;  ///< the store has it: SCRIPT EXISTS
  bool operator==(decision_script const&) const = default;
};

/// What the store held after a run.
struct store_figures {
  std::int64_t keys = 0;
  std::int64_t bytes_per_key = 0;  ///< MEMORY USAGE, mean over the sampled keys
  std::vector<std::pair<std::string, std::int64_t>>
      commands;                             ///< INFO commandstats: calls by command
  std::optional<decision_script> script{};  ///< none: the limiter has none
  std::int64_t evicted_keys = 0;            ///< INFO stats: given up for want of memory
};

/// One limiter's run, or, where a scenario has several policies, its part under one of them.
struct run_report {
  std::string limiter;
  std::string policy_name{};  ///< of several; empty: there is only one
  limitproof::policy policy;
  limitproof::algorithm algorithm{};
  judged_by judge{};
  limitproof::verdict verdict;
  bool met = false;
  bool complete = true;  ///< false: the run was interrupted or killed
  std::vector<node_row> per_node;
  std::vector<phase_use> per_phase;
  std::vector<variant_row> per_variant;  ///< of the phases that vary their requests
  latency_table latency;                 ///< from actual send
  latency_table
      latency_intended;  ///< from the intended send: what a client that must keep its pace saw
  percentiles_us limiter_latency;  ///< the limiter's own share, Server-Timing
  /// A bare EVALSHA of the harness's own, timed while the attack went on; none: not asked for.
  std::optional<percentiles_us> store_round_trip{};
  std::optional<captured_denial> denial;
  std::vector<expectation_row> expectations;
  attack_summary attack;
  arrival_series arrivals;
  permit_series permits{};                       ///< one entry for each stretch of `arrivals`
  std::vector<certificate_rows> certificates{};  ///< of the checks that failed and name requests
  attack_end ended = attack_end::planned;
  std::optional<store_figures> store;
  std::vector<step_time> steps;
  std::vector<injection> faults{};  ///< as they were carried out
  std::vector<outage_row> outages{};
  std::string history_path;  ///< relative to the run directory
};

/// As run_name.
[[nodiscard]] std::string name_of(run_report const& run);

struct report {
  std::string scenario, why;
  limitproof::verdict_kind verdict{};  ///< pass: every expectation met; else fail or inconclusive
  int exit_code = 0;
  std::int64_t duration_us = 0;
  std::int64_t started_wall_us = 0;
  std::vector<std::pair<std::string, std::string>> environment;
  std::string command;
  std::uint64_t seed = 0;
  run_size size = run_size::usual;
  stack_spec stack;
  std::optional<external_target> target;  ///< attacked instead of the stack
  std::vector<phase_row> phases;
  std::vector<run_report> runs;
  std::vector<std::string> not_judged;  ///< runs of the scenario, by name, that it never got to
};

}  // namespace limitproof
