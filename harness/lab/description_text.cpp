#include "harness/lab/describe.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

std::string_view bound_of(algorithm a) {
  switch (a) {
    case algorithm::none:
      return "none";
    case algorithm::token_bucket:
    case algorithm::gcra:
      return "B + r·L in any interval of length L";
    case algorithm::sliding_log:
      return "N in any window of `per`";
    case algorithm::sliding_counter:
      return "N + N·L/`per`: up to 2·N in a true window";
    case algorithm::fixed_window:
      return "N in an aligned window: 2·N around its edge";
    case algorithm::fixed_window_first_hit:
      return "N in a window from its first hit: 2·N around its end";
  }
  return "?";
}

std::string cost_text(std::optional<limiter_cost> const& cost) {
  if (!cost) return "0 | 0 | 0 | 0";
  return fmt::format("{} | {} | {} | {}.{}",
                     cost->bytes_of_one,
                     cost->bytes_per_client,
                     cost->bytes_when_full,
                     cost->ns_per_decision / 1'000,
                     cost->ns_per_decision % 1'000 / 100);
}

std::string window_text(measured_window const& worst) {
  if (!worst.bound) return "all";
  return fmt::format("{} of {}", worst.admitted, *worst.bound);
}

std::string exactness_text(limiter_description const& limiter) {
  if (limiter.claims.exact) return "exact";
  if (limiter.claims.algorithm == algorithm::none) return "–";
  return fmt::format("[not exact]({}/README.md)", limiter.name);
}

}  // namespace

std::string bound_text(limiter_claims const& claims) {
  std::string text(bound_of(claims.algorithm));
  if (claims.algorithm == algorithm::none) return text;
  if (!claims.shared) text += ", × node threads";
  if (claims.shared && !claims.atomic) text += ", more when requests race";
  if (claims.shared && claims.time == time_source::node) text += ", more when nodes' clocks differ";
  return text;
}

std::string description_text(description const& d) {
  std::string text(
      "| limiter | algorithm | the most it admits | measured worst window | bytes at 1 | at 100 | "
      "at "
      "10,000 | µs in Redis | exactness |\n|---|---|---|---|---|---|---|---|---|\n");
  for (auto const& limiter : d.limiters)
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n",
                        limiter.name,
                        to_name(limiter.claims.algorithm),
                        bound_text(limiter.claims),
                        window_text(limiter.worst_window),
                        cost_text(limiter.cost),
                        exactness_text(limiter));
  text += fmt::format(
      "\nN is the limit, r = N/`per`, B the burst. Measured worst window: the most that was "
      "admitted\n"
      "within one true window, of what the algorithm admits there, under\n"
      "{}.\n"
      "Bytes of a client with an identity of 16 bytes:\n"
      "at 1, MEMORY USAGE with one permit spent; at 100, growth of used_memory over {} clients\n"
      "({} where a record grows with every permit) with all of 100 spent, tables and expiry\n"
      "entries included; at 10,000, MEMORY USAGE over {} clients with all of {} spent.\n"
      "µs in Redis: INFO commandstats for a decision, median of {} times 2000. Measured on\n"
      "{}.\n",
      window_attack_text(),
      d.work.clients,
      d.work.growing_clients,
      d.work.full_clients,
      d.work.full_limit,
      d.work.repeats,
      d.measured_with);
  return text;
}

}  // namespace limitproof
