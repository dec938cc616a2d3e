#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <map>
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

/// What the attack did to the stack, as strong as it really was.
struct attack_summary {
  std::int64_t planned = 0;
  std::int64_t sent = 0;
  std::optional<double> overload_factor;  ///< offered ÷ allowance
  std::int64_t send_lag_us_p50 = 0, send_lag_us_p99 = 0, send_lag_us_max = 0;
};

struct step_time {
  std::string step;  ///< "stack up", "attack", "check", "stack down"
  std::int64_t us = 0;
};

struct run_report {
  std::string limiter;
  limitproof::policy policy;
  limitproof::algorithm algorithm{};
  judged_by judge{};
  limitproof::verdict verdict;
  bool met = false;
  std::vector<node_row> per_node;
  latency_table latency;  ///< from actual send
  latency_table
      latency_intended;  ///< from the intended send: what a client that must keep its pace saw
  percentiles_us limiter_latency;  ///< the limiter's own share, Server-Timing
  std::optional<captured_denial> denial;
  std::vector<expectation_row> expectations;
  attack_summary attack;
  std::vector<step_time> steps;
  std::string history_path;  ///< relative to the run directory
};

struct report {
  std::string scenario, why;
  limitproof::verdict_kind verdict{};  ///< pass: every expectation met; else fail or inconclusive
  int exit_code = 0;
  std::int64_t duration_us = 0;
  std::int64_t started_wall_us = 0;
  std::vector<std::pair<std::string, std::string>> environment;
  std::string command;
  std::uint64_t seed = 0;
  std::vector<run_report> runs;
};

}  // namespace limitproof
