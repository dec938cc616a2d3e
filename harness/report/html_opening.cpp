#include "harness/report/html_opening.hpp"

#include "harness/report/markup_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"
#include "harness/report/reservations.hpp"
#include "harness/report/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// The most permits that a bar has to hold.
std::int64_t full_width(report const& r) {
  std::int64_t most = 1;
  for (auto const& run : r.runs) {
    auto const& a = run.verdict.admission;
    most = std::max({most, a.permits_admitted, a.allowance.value_or(0)});
  }
  return most;
}

std::string percent_of(std::int64_t part, std::int64_t whole) {
  return fmt::format("{:.2f}%", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string bar(admission_figures const& a, std::int64_t whole) {
  auto const within = std::min(a.permits_admitted, a.allowance.value_or(a.permits_admitted));
  auto html = fmt::format(R"(<span class="bar"><span class="within" style="width:{}"></span>)",
                          percent_of(within, whole));
  if (a.permits_admitted > within)
    html += fmt::format(R"(<span class="beyond" style="left:{};width:{}"></span>)",
                        percent_of(within, whole),
                        percent_of(a.permits_admitted - within, whole));
  if (a.allowance)
    html += fmt::format(R"(<span class="mark" style="left:{}"></span>)",
                        percent_of(*a.allowance, whole));
  return html + "</span>";
}

std::string admitted_by_node(std::vector<node_row> const& nodes) {
  std::string text;
  for (auto const& node : nodes)
    if (node.admitted > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", node.node, grouped(node.admitted));
  return text;
}

/// What a reader asks next of a limiter that failed: the proof, and who admitted how many.
std::string because(run_report const& run) {
  auto const* const proven = first_certificate(run.verdict);
  if (proven == nullptr) return "";
  auto html = fmt::format(R"(<span class="because">{}</span>)", markup_text(proven->claim));
  if (run.per_node.size() > 1)
    html += fmt::format(R"(<span class="because">admitted by node: {}</span>)",
                        markup_text(admitted_by_node(run.per_node)));
  return html;
}

std::string card(run_report const& run, std::size_t place, std::int64_t whole) {
  auto const& a = run.verdict.admission;
  return fmt::format(R"(<a class="card {}" href="#run-{}"><span class="name">{}</span>)"
                     R"(<strong class="verdict">{}</strong>{}<span>admitted {}</span>{})"
                     R"(<small>{}, {}</small></a>)"
                     "\n",
                     to_name(run.verdict.kind),
                     place,
                     markup_text(name_of(run)),
                     outcome_words(run.verdict, run.met),
                     bar(a, whole),
                     against_allowance(a).value_or(admitted_text(a)),
                     because(run),
                     spaced(to_name(run.algorithm)),
                     policy_text(run.policy));
}

std::string reservations_list(report const& r) {
  std::string items;
  for (auto const& reservation : reservations(r)) {
    items += fmt::format(
        "<li><b>{}</b>: {}", markup_text(reservation.run), markup_text(reservation.what));
    for (auto const& reason : reservation.reasons)
      items += fmt::format("<br><small>{}</small>", markup_text(reason));
    items += "</li>\n";
  }
  return items.empty() ? "" : fmt::format("<ul class=\"reservations\">\n{}</ul>\n", items);
}

}  // namespace

std::string html_opening(report const& r) {
  auto const overall = overall_words(r.verdict);
  auto const question = r.why.empty() ? std::string("Does the limit hold?") : r.why;
  auto html = fmt::format(
      "<p class=\"scenario\">Does the limit hold? <b>{}</b> · {} · seed {}</p>\n<h1>{}</h1>\n"
      "<p class=\"overall {}\"><b>{}:</b> {}</p>\n{}",
      markup_text(r.scenario),
      date_text(r.started_wall_us),
      r.seed,
      markup_text(question),
      to_name(r.verdict),
      overall.verdict,
      overall.meaning,
      reservations_list(r));
  auto const whole = full_width(r);
  if (r.runs.empty()) return html;
  html += "<div class=\"cards\">\n";
  for (std::size_t i = 0; i < r.runs.size(); ++i) html += card(r.runs[i], i, whole);
  return html + R"(</div>
<p class="key"><i class="within"></i>admitted within the limit<i class="beyond"></i>beyond it<i class="mark"></i>allowed</p>
)";
}

}  // namespace limitproof
