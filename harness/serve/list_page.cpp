#include "harness/serve/list_page.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/model/exit_code.hpp"
#include "harness/report/markup_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/visible_text.hpp"
#include "harness/report/words.hpp"
#include "harness/serve/filter_form.hpp"
#include "harness/serve/framed_page.hpp"
#include "harness/serve/run_link.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// The two buttons of a row. What a form sends is the very name, so it must be one that a page can
/// hold as it is.
std::string pick(std::string const& subject) {
  if (visible_text(subject) != subject) return "";
  std::string buttons;
  for (auto const& [side, title] : {std::pair{"a", "A"}, std::pair{"b", "B"}})
    buttons += fmt::format(
        R"(<label><input type="radio" name="{0}" value="{1}" aria-label="{2}: {1}" required>{2}</label>)",
        side,
        markup_text(subject),
        title);
  return buttons;
}

struct outcome_words {
  std::string_view kind, text;
};

outcome_words outcome_of(listed_run const& run) {
  if (!run.problem.empty() || !run.exit_code) return {"", "not read"};
  switch (*run.exit_code) {
    case exit_met:
      return {"pass", "as expected"};
    case exit_expectation_failed:
      return {"fail", "not as expected"};
    case exit_inconclusive:
      return {"", "inconclusive"};
    case exit_interrupted:
      return {"", "interrupted"};
    default:
      return {"fail", "could not be run"};
  }
}

/// "before-after", or of several scenarios how many.
std::string subject_of(listed_run const& run) {
  if (!run.problem.empty()) return run.directory;
  if (!run.several) return run.scenario;
  std::set<std::string> scenarios(run.not_judged.begin(), run.not_judged.end());
  for (auto const& each : run.limiters) scenarios.insert(each.scenario);
  if (scenarios.size() == 1)
    return fmt::format("{}, {}", *scenarios.begin(), counted(std::ssize(run.runs), "run"));
  return counted(std::ssize(scenarios), "scenario");
}

/// "18 pass, 2 fail; 19 of 20 as expected; 3 scenarios not begun".
std::string counts_of(listed_run const& run) {
  std::string text;
  for (auto const& entry : enum_names<verdict_kind>) {
    auto const has = [&entry](auto const& each) { return each.verdict == entry.value; };
    auto const number = std::count_if(run.limiters.begin(), run.limiters.end(), has);
    if (number > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, entry.name);
  }
  auto const met = std::count_if(
      run.limiters.begin(), run.limiters.end(), [](auto const& each) { return each.met; });
  text += fmt::format("{}{} of {} as expected", text.empty() ? "" : "; ", met, run.limiters.size());
  if (!run.not_judged.empty())
    text += fmt::format("; {} not begun", counted(std::ssize(run.not_judged), "scenario"));
  return text;
}

std::string found_in(listed_run const& run) {
  if (!run.problem.empty()) return run.problem;
  if (run.several) return counts_of(run);
  if (run.not_judged.empty()) return run.why;
  return fmt::format("{} Not judged: {}.", run.why, fmt::join(run.not_judged, ", "));
}

std::string links_of(listed_run const& run) {
  std::string html;
  for (auto const& file : run.files) {
    // The others are in the list of all its files.
    if (file.starts_with("report.") || file.starts_with("summary.") || file == "junit.xml" ||
        file == "selftest.json")
      html += fmt::format("<a href=\"{}\">{}</a> ", run_link(run.directory, file), file);
  }
  if (run.several)
    html += fmt::format("<a href=\"/?of={}\">its runs</a> ", percent_encoded(run.directory));
  return html + fmt::format("<a href=\"{}\">logs and all files</a>", run_link(run.directory, ""));
}

/// The name, which leads to the report that is easiest to read.
std::string title_of(listed_run const& run) {
  auto const subject = markup_text(subject_of(run));
  return run.files.empty()
             ? subject
             : fmt::format(
                   "<a href=\"{}\">{}</a>", run_link(run.directory, run.files.front()), subject);
}

std::string run_row(listed_run const& run) {
  auto const outcome = outcome_of(run);
  return fmt::format(
      "<tr><td class=\"pick\">{}</td><th "
      "scope=\"rowgroup\">{}<small>{}</small><small>{}</small></th>"
      "<td><span class=\"words {}\">{}</span></td><td>{}</td><td class=\"links\">{}</td></tr>\n",
      run.problem.empty() ? pick(run.directory) : "",
      title_of(run),
      run.started_wall_us == 0 ? "" : date_text(run.started_wall_us),
      run.problem.empty() ? markup_text(run.directory) : "",
      outcome.kind,
      outcome.text,
      markup_text(found_in(run)),
      links_of(run));
}

/// A limiter, under one of its policies where it has several: what `limitproof compare` takes too.
std::string limiter_row(listed_run const& run, listed_limiter const& each) {
  auto const verdict = each.verdict ? to_name(*each.verdict) : "not judged";
  auto const figures =
      each.admission
          ? "admitted " +
                against_allowance(*each.admission).value_or(admitted_text(*each.admission))
          : std::string();
  auto const reason = each.reason.empty()
                          ? std::string()
                          : fmt::format("<small>{}</small>", markup_text(each.reason));
  return fmt::format(
      "<tr><td class=\"pick\">{}</td><td class=\"name\">{}</td>"
      "<td><span class=\"badge {}\">{}</span>{}</td><td>{}{}</td><td></td></tr>\n",
      pick(run.directory + "/" + each.limiter),
      markup_text(each.limiter),
      verdict,
      verdict,
      each.met ? "" : "<small class=\"missed\">not as expected</small>",
      figures,
      reason);
}

std::string table(std::vector<listed_run> const& shown) {
  std::string html =
      "<div class=\"sheet\">\n<table class=\"runs\">\n<thead><tr><th>compare</th><th>run</th>"
      "<th>verdict</th><th>what was found</th><th>files</th></tr></thead>\n";
  for (auto const& run : shown) {
    html += "<tbody>\n" + run_row(run);
    if (!run.several)
      for (auto const& each : run.limiters) html += limiter_row(run, each);
    html += "</tbody>\n";
  }
  return html + "</table>\n</div>\n";
}

std::string nothing_shown(std::vector<listed_run> const& all) {
  return all.empty() ? "<p>No run is here yet: <code>limitproof run before-after</code> makes "
                       "one.</p>\n"
                     : "<p>None of the runs is like that.</p>\n";
}

}  // namespace

std::string list_page(std::filesystem::path const& runs,
                      std::vector<listed_run> const& all,
                      run_filter const& filter) {
  auto const shown = filtered(all, filter);
  auto html = fmt::format(
      "<header>\n<h1>Runs</h1>\n<p class=\"scenario\">{} of {} in <code>{}</code>, the newest "
      "first</p>\n</header>\n{}",
      shown.size(),
      all.size(),
      markup_text(runs.string()),
      filter_form(all, filter));
  if (shown.empty()) return framed_page("Runs", html + nothing_shown(all));
  html +=
      "<form method=\"get\" action=\"/compare\">\n<p class=\"compare controls\">"
      "<button>Compare A with B</button> <span class=\"note\">Two runs, or two limiters; of "
      "<code>run --repeat N</code> with confidence.</span></p>\n" +
      table(shown) + "</form>\n";
  return framed_page("Runs", html);
}

}  // namespace limitproof
