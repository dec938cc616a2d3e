#include "harness/report/write_markdown.hpp"

#include "harness/codec/byte_text.hpp"
#include "harness/codec/duration_text.hpp"
#include "harness/report/markdown_breaches.hpp"
#include "harness/report/markdown_measures.hpp"
#include "harness/report/markdown_outages.hpp"
#include "harness/report/markdown_proof.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/reservations.hpp"
#include "harness/report/visible_text.hpp"
#include "harness/report/words.hpp"

#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::string_view nothing = "–";

using cells = std::vector<std::string>;

std::string yes_or_no(bool yes) {
  return yes ? "yes" : "**no**";
}

std::string section(std::string_view title, std::string const& content) {
  return content.empty() ? "" : fmt::format("\n## {}\n\n{}", title, content);
}

/// "**As expected:** every expectation was met. naive broke the limit, redis-token-bucket held."
std::string overall_sentence(report const& r) {
  std::string limiters;
  for (auto const& run : r.runs)
    limiters += fmt::format("{}{} {}",
                            limiters.empty() ? " " : ", ",
                            markdown_code(name_of(run)),
                            in_words(run.verdict));
  auto const overall = overall_words(r.verdict);
  return fmt::format(
      "**{}:** {}{}\n", overall.verdict, overall.meaning, limiters.empty() ? "" : limiters + ".");
}

std::string reservations_list(report const& r) {
  std::string list;
  for (auto const& reservation : reservations(r)) {
    list +=
        fmt::format("- {}: {}\n", markdown_code(reservation.run), markdown_words(reservation.what));
    for (auto const& reason : reservation.reasons)
      list += fmt::format("  - {}\n", markdown_words(reason));
  }
  return list.empty() ? "" : "\n" + list;
}

/// "naive admitted 1,503 where 500 were allowed: 3.0 times the limit; …"
std::string before_and_after(report const& r) {
  if (r.runs.size() < 2) return "";
  std::string sentence;
  for (auto const& run : r.runs) {
    auto const against = against_allowance(run.verdict.admission);
    if (!against) continue;
    sentence += sentence.empty() ? "" : "; ";
    sentence += fmt::format("{} admitted {}", markdown_code(name_of(run)), *against);
  }
  return sentence.empty() ? "" : "\n" + sentence + ".\n";
}

std::string verdict_table(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs) {
    auto const& a = run.verdict.admission;
    rows.push_back({markdown_code(name_of(run)),
                    spaced(to_name(run.algorithm)),
                    fmt::format("**{}**", in_words(run.verdict)),
                    admitted_text(a),
                    a.allowance ? grouped(*a.allowance) : "unlimited",
                    a.ratio ? ratio_text(*a.ratio) : std::string(nothing),
                    grouped(a.certified_excess),
                    a.wrongful_denials ? grouped(*a.wrongful_denials) : std::string(nothing),
                    a.worst
                        ? fmt::format("{} / {}", grouped(a.worst->count), grouped(a.worst->limit))
                        : std::string(nothing),
                    yes_or_no(run.met)});
  }
  return markdown_table({{"limiter"},
                         {"algorithm"},
                         {"verdict"},
                         {"admitted", column::right},
                         {"allowed", column::right},
                         {"ratio", column::right},
                         {"certified excess", column::right},
                         {"wrong denials", column::right},
                         {"most in a window / promised", column::right},
                         {"as expected"}},
                        rows);
}

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

std::string setting(report const& r) {
  if (r.runs.empty()) return "";
  std::string phases;
  for (auto const& phase : r.phases)
    phases += (phases.empty() ? "" : phase.beside ? "; beside it " : "; then ") + phase_text(phase);
  return fmt::format("\n{}, judged by what {}. {}. Attack{}: {}.\n",
                     promised_text(r),
                     r.runs.front().judge == judged_by::declared ? "each algorithm declares"
                                                                 : "customers were promised",
                     attacked_text(r),
                     r.size == run_size::full ? ", in its full size" : "",
                     markdown_words(phases));
}

std::string environment(report const& r) {
  std::string text;
  for (auto const& [name, value] : r.environment)
    text += fmt::format("- {}: {}\n", markdown_words(name), markdown_words(value));
  return text;
}

}  // namespace

std::string write_markdown(report const& r) {
  auto text = fmt::format("# Does the limit hold? {}\n\n", markdown_words(r.scenario));
  if (!r.why.empty()) text += fmt::format("> {}\n\n", markdown_words(r.why));
  text += overall_sentence(r) + reservations_list(r) + before_and_after(r) + "\n";
  text += verdict_table(r) + setting(r);
  text += section("Certificate: the requests that prove it", markdown_certificates(r));
  text += section("What a denied client is told", markdown_denials(r));
  text += section("Header rules that answers broke", markdown_breaches(r));
  text += section("Latency", markdown_latency(r));
  text += section("Requests per node", markdown_nodes(r));
  text += section("Requests per phase", markdown_phases(r));
  text += section("Requests per variant", markdown_variants(r));
  text += section("Faults", markdown_faults(r));
  text += section("Without the store", markdown_outages(r));
  text += section("Arrivals", markdown_arrivals(r));
  text += section("How strong the attack was", markdown_attack(r));
  text += section("What the store held and did", markdown_store(r));
  text += section("Time per step", markdown_steps(r));
  text += section("Environment", environment(r));
  text += section("Reproduce it",
                  markdown_block("sh", visible_text(r.command, line_breaks::kept)) +
                      fmt::format("\nSeed {}; started {}, took {}.\n",
                                  r.seed,
                                  date_text(r.started_wall_us),
                                  time_text(r.duration_us)));
  return text;
}

}  // namespace limitproof
