#include "harness/report/markdown_setting.hpp"

#include "harness/codec/byte_text.hpp"
#include "harness/codec/duration_text.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/words.hpp"

#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string pace_text(phase_row const& phase) {
  if (!phase.rate) return "";
  if (phase.to) return fmt::format(" from {} to {}", to_text(*phase.rate), to_text(*phase.to));
  return fmt::format(
      " at {}{}", to_text(*phase.rate), phase.arrivals == arrivals::poisson ? " (Poisson)" : "");
}

std::string_view connections_lead(connect_to to) {
  switch (to) {
    case connect_to::balancer:
      return "";
    case connect_to::direct:
      return " straight to the nodes";
    case connect_to::interleaved:
      return " straight to the nodes, which take turns";
    case connect_to::pinned:
      return " straight to the nodes, one for each key";
  }
  return "";
}

std::string phase_text(phase_row const& phase) {
  return fmt::format(
      "{}{} for {} on {}{}, {}{}{}{}{}{}",
      phase.phase,
      pace_text(phase),
      to_text(phase.length),
      counted(phase.connections, "connection"),
      connections_lead(phase.connect),
      counted(phase.keys, "key"),
      phase.pipeline > 1 ? fmt::format(", {} at a time", phase.pipeline) : "",
      phase.requests.is_usual()
          ? ""
          : fmt::format(", {} of the request",
                        counted(static_cast<std::int64_t>(phase.requests.variants()), "variant")),
      phase.requests.anonymous ? ", without a key" : "",
      phase.cost == 1 ? "" : fmt::format(", {} permits each", phase.cost),
      phase.policy.empty() ? "" : fmt::format(", under {}", phase.policy));
}

std::string stack_text(stack_spec const& stack) {
  std::string clocks;
  for (auto const& offset : stack.node_clocks)
    clocks += (clocks.empty() ? ", their clocks off by " : ", ") + offset_to_text(offset);
  std::string memory;
  if (stack.store.maxmemory > 0)
    memory = fmt::format(
        ", a store of {} ({})", bytes_to_text(stack.store.maxmemory), to_name(stack.store.policy));
  return fmt::format("Stack: {} behind the balancer ({}){}{}",
                     counted(stack.nodes, "node"),
                     to_name(stack.balance),
                     clocks,
                     memory);
}

std::string attacked_text(report const& r) {
  if (!r.target) return stack_text(r.stack);
  return fmt::format("Target: {} at {}, a service that ran already",
                     markdown_code(fmt::format("{}:{}", r.target->host, r.target->where.port)),
                     markdown_code(r.target->where.host));
}

/// "Policy: 50 per 1s", or of several "Policies: login: 5 per 1s; api: 50 per 1s".
std::string promised_text(report const& r) {
  if (r.runs.front().policy_name.empty()) return "Policy: " + policy_text(r.runs.front().policy);
  std::string text;
  for (auto const& run : r.runs)
    if (run.limiter == r.runs.front().limiter)
      text += fmt::format("{}{}: {}",
                          text.empty() ? "Policies: " : "; ",
                          markdown_code(run.policy_name),
                          policy_text(run.policy));
  return text;
}

}  // namespace

std::string markdown_setting(report const& r) {
  if (r.runs.empty()) return "";
  std::string phases;
  for (auto const& row : r.phases)
    phases += (phases.empty() ? "" : row.beside ? "; beside it " : "; then ") + phase_text(row);
  return fmt::format("\n{}, judged by what {}. {}. Attack{}: {}.\n",
                     promised_text(r),
                     r.runs.front().judge == judged_by::declared ? "each algorithm declares"
                                                                 : "customers were promised",
                     attacked_text(r),
                     r.size == run_size::full ? ", in its full size" : "",
                     markdown_words(phases));
}

}  // namespace limitproof
