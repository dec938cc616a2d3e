#include "harness/report/write_markdown.hpp"

#include "harness/report/markdown_breaches.hpp"
#include "harness/report/markdown_measures.hpp"
#include "harness/report/markdown_outages.hpp"
#include "harness/report/markdown_page.hpp"
#include "harness/report/markdown_plots.hpp"
#include "harness/report/markdown_proof.hpp"
#include "harness/report/markdown_setting.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/reservations.hpp"
#include "harness/report/visible_text.hpp"
#include "harness/report/words.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::string_view nothing = "–";

using cells = std::vector<std::string>;

std::string yes_or_no(bool yes) {
  return yes ? "yes" : "**no**";
}

/// "**As expected:** each limiter came out as the scenario expects. naive broke the limit, as
/// expected; redis-token-bucket held."
std::string overall_sentence(report const& r) {
  std::string limiters;
  for (auto const& run : r.runs)
    limiters += fmt::format("{}{} {}",
                            limiters.empty() ? " " : "; ",
                            markdown_code(name_of(run)),
                            outcome_words(run.verdict, run.met));
  auto const overall = overall_words(r.verdict);
  return fmt::format(
      "**{}:** {}{}\n", overall.verdict, overall.meaning, limiters.empty() ? "" : limiters + ".");
}

std::string markdown_reservations(report const& r) {
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

std::string environment(report const& r) {
  std::string text;
  for (auto const& [name, value] : r.environment)
    text += fmt::format("- {}: {}\n", markdown_words(name), markdown_words(value));
  return text;
}

std::string reproduction(report const& r) {
  return markdown_block("sh", visible_text(r.command, line_breaks::kept)) +
         fmt::format("\nSeed {}; started {}, took {}.\n",
                     r.seed,
                     date_text(r.started_wall_us),
                     time_text(r.duration_us));
}

}  // namespace

std::string write_markdown(report const& r) {
  auto text = fmt::format("# Does the limit hold? {}\n\n", markdown_words(r.scenario));
  if (!r.why.empty()) text += fmt::format("> {}\n\n", markdown_words(r.why));
  text += overall_sentence(r);

  markdown_page page(std::move(text), markdown_section("Reproduce it", reproduction(r)));
  page.add("what was not as expected", markdown_reservations(r));
  page.add("the verdicts", before_and_after(r) + "\n" + verdict_table(r));
  page.add("the setting", markdown_setting(r));
  page.add_section("Certificate: the requests that prove it", markdown_certificates(r));
  page.add_section("Sent and admitted over time", markdown_plots(r));
  page.add_section("What a denied client is told", markdown_denials(r));
  page.add_details("Header rules that answers broke", markdown_breaches(r));
  page.add_details("Without the store", markdown_outages(r));
  page.add_details("Faults", markdown_faults(r));
  page.add_details("Latency", markdown_latency(r));
  page.add_details("Requests per node", markdown_nodes(r));
  page.add_details("Requests per phase", markdown_phases(r));
  page.add_details("Requests per variant", markdown_variants(r));
  page.add_details("Arrivals", markdown_arrivals(r));
  page.add_details("How strong the attack was", markdown_attack(r));
  page.add_details("What the store held and did", markdown_store(r));
  page.add_details("Time per step", markdown_steps(r));
  page.add_details("Environment", environment(r));
  return page.text();
}

}  // namespace limitproof
