#include "harness/node/node_metrics.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// A label's value: what the format has to have escaped is.
std::string in_quotes(std::string_view value) {
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

void add_family(std::string& out,
                std::string_view type,
                std::string_view name,
                std::string_view help,
                std::vector<sample> const& samples) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  for (auto const& one : samples)
    out += fmt::format("{}{} {}\n", name, one.labels, one.count.value());
}

void add_count(std::string& out, std::string_view name, std::string_view help, tally const& count) {
  add_family(out, "counter", name, help, {{"", count}});
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

void add_answers(std::string& out, std::map<std::string, answer_tallies> const& by_policy) {
  std::vector<sample> became;
  std::vector<sample> exceeded;
  for (auto const& [policy, answers] : by_policy) {
    auto const label = "policy=" + in_quotes(policy);
    for (auto const& [result, count] :
         {std::pair<std::string_view, tally>("allowed", answers.allowed),
          {"denied", answers.denied},
          {"failed_open", answers.failed_open},
          {"failed_closed", answers.failed_closed},
          {"local_allowed", answers.local_allowed},
          {"local_denied", answers.local_denied},
          {"refused", answers.refused},
          {"limiter_error", answers.limiter_errors}})
      became.push_back({fmt::format("{{{},result=\"{}\"}}", label, result), count});
    exceeded.push_back({"{" + label + "}", answers.denied.value() + answers.local_denied.value()});
  }
  add_family(out,
             "counter",
             "limitproof_requests_total",
             "Requests answered, by what became of them; a health check is none.",
             became);
  add_family(out,
             "counter",
             "rate_limit_exceeded_total",
             "Requests answered 429 because a limit was used up.",
             exceeded);
}

void add_guards(std::string& out, guard_tallies const& guards) {
  add_histogram(out,
                "limitproof_limiter_call_duration_seconds",
                "Time that calls to the limiter took, its store included; guards' own answers are "
                "none.",
                guards.limiter_calls);
  add_family(out,
             "gauge",
             "limitproof_breakers_open",
             "Circuit breakers that keep requests from the store at the moment, or probe it.",
             {{"", guards.breaker.not_closed}});
  add_count(out,
            "limitproof_breaker_openings_total",
            "How often circuit breakers opened, probes that failed included.",
            guards.breaker.openings);
  add_count(out,
            "limitproof_breaker_turned_away_total",
            "Requests that a circuit breaker kept from the store.",
            guards.breaker.turned_away);
  add_count(out,
            "limitproof_deny_cache_hits_total",
            "Denials given without asking the limiter.",
            guards.deny_cache_hits);
  add_count(out,
            "limitproof_lease_permits_taken_total",
            "Permits taken in batches.",
            guards.leases.taken);
  add_count(out,
            "limitproof_lease_permits_served_total",
            "Permits of batches that admitted a request.",
            guards.leases.served);
  add_count(out,
            "limitproof_lease_permits_expired_total",
            "Permits of batches that were lost, as nobody came for them in time.",
            guards.leases.expired);
}

/// Six digits, rounded down: a single miss shows.
std::string share(std::int64_t part, std::int64_t whole) {
  __extension__ using wide = __int128;
  constexpr std::int64_t million = 1'000'000;
  if (whole == 0) return "NaN";
  auto const millionths = static_cast<std::int64_t>(wide{part} * million / whole);
  return fmt::format("{}.{:06}", millionths / million, millionths % million);
}

void add_policies(std::string& out, policy_tallies const& policies, tier_tallies const& tiers) {
  add_count(out,
            "limitproof_policy_updates_total",
            "Changes of the policies that were taken over.",
            policies.updates);
  add_count(out,
            "limitproof_policy_refusals_total",
            "Changes of the policies that could not be, and left them as they were.",
            policies.refusals);
  auto const hits = tiers.hits.value();
  out += fmt::format(
      "# HELP policy_cache_hit_rate Share of the questions for clients' tiers that were answered "
      "from memory, since the start; NaN: there were none.\n"
      "# TYPE policy_cache_hit_rate gauge\npolicy_cache_hit_rate {}\n",
      share(hits, hits + tiers.misses.value()));
  add_count(out,
            "limitproof_policy_cache_hits_total",
            "Questions for clients' tiers that were answered from memory.",
            tiers.hits);
  add_count(out,
            "limitproof_policy_cache_misses_total",
            "Questions for clients' tiers that memory could not answer.",
            tiers.misses);
  add_count(out,
            "limitproof_policy_table_failures_total",
            "Questions to the table of tiers that it did not answer, or with a row of no use.",
            tiers.failures);
}

}  // namespace

node_metrics& operator+=(node_metrics& sum, node_metrics const& part) {
  for (auto const& [policy, answers] : part.answers) sum.answers[policy] += answers;
  sum.guards += part.guards;
  sum.tiers += part.tiers;
  sum.policies.updates += part.policies.updates.value();
  sum.policies.refusals += part.policies.refusals.value();
  return sum;
}

std::string to_prometheus(node_metrics const& metrics) {
  std::string out;
  add_answers(out, metrics.answers);
  add_guards(out, metrics.guards);
  add_policies(out, metrics.policies, metrics.tiers);
  return out;
}

}  // namespace limitproof
