#include "harness/node/node_metrics.hpp"

#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// A label's value: what the format has to have escaped is.
std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (char const c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text + '"';
}

/// Nanoseconds as seconds, exactly.
std::string seconds(std::int64_t ns) {
  constexpr std::int64_t second = 1'000'000'000;
  if (ns % second == 0) return std::to_string(ns / second);
  auto text = fmt::format("{}.{:09}", ns / second, ns % second);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

struct sample {
  std::string labels;  ///< with their braces, or none
  tally count;
};

void add_counter(std::string& out,
                 std::string_view name,
                 std::string_view help,
                 std::initializer_list<sample> samples) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} counter\n", name, help);
  for (auto const& one : samples)
    out += fmt::format("{}{} {}\n", name, one.labels, one.count.value());
}

/// Buckets are cumulative in this format, and the last one holds all.
void add_histogram(std::string& out,
                   std::string_view name,
                   std::string_view help,
                   latency_histogram const& calls) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} histogram\n", name, help);
  std::int64_t within = 0;
  for (std::size_t i = 0; i < calls.counts.size(); ++i) {
    within += calls.counts[i].value();
    auto const bound = i < latency_bounds.size()
                           ? seconds(std::chrono::nanoseconds(latency_bounds[i]).count())
                           : std::string("+Inf");
    out += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, bound, within);
  }
  out += fmt::format("{}_sum {}\n{}_count {}\n", name, seconds(calls.sum_ns.value()), name, within);
}

}  // namespace

node_metrics& operator+=(node_metrics& sum, node_metrics const& part) {
  sum.answers += part.answers;
  sum.guards += part.guards;
  return sum;
}

std::string to_prometheus(node_metrics const& metrics, std::string const& policy) {
  auto const& [answers, guards] = metrics;
  auto const of_policy = "{policy=" + quoted(policy) + "}";
  auto const with = [&policy](std::string_view result) {
    return fmt::format("{{policy={},result=\"{}\"}}", quoted(policy), result);
  };
  std::string out;
  add_counter(out,
              "limitproof_requests_total",
              "Requests answered, by what became of them; a health check is none.",
              {{with("allowed"), answers.allowed},
               {with("denied"), answers.denied},
               {with("failed_open"), answers.failed_open},
               {with("failed_closed"), answers.failed_closed},
               {with("local_allowed"), answers.local_allowed},
               {with("local_denied"), answers.local_denied},
               {with("refused"), answers.refused},
               {with("limiter_error"), answers.limiter_errors}});
  add_counter(out,
              "rate_limit_exceeded_total",
              "Requests answered 429 because a limit was used up.",
              {{of_policy, answers.denied.value() + answers.local_denied.value()}});
  add_histogram(out,
                "limitproof_limiter_call_duration_seconds",
                "Time that calls to the limiter took, its store included; guards' own answers are "
                "none.",
                guards.limiter_calls);
  add_counter(out,
              "limitproof_deny_cache_hits_total",
              "Denials given without asking the limiter.",
              {{"", guards.deny_cache_hits}});
  add_counter(out,
              "limitproof_lease_permits_taken_total",
              "Permits taken in batches.",
              {{"", guards.leases.taken}});
  add_counter(out,
              "limitproof_lease_permits_served_total",
              "Permits of batches that admitted a request.",
              {{"", guards.leases.served}});
  add_counter(out,
              "limitproof_lease_permits_expired_total",
              "Permits of batches that were lost, as nobody came for them in time.",
              {{"", guards.leases.expired}});
  return out;
}

}  // namespace limitproof
