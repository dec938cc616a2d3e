#include "harness/serve/filter_form.hpp"

#include "harness/report/markup_text.hpp"

#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

struct choice {
  std::string value, text;
};

std::string select(std::string_view title,
                   std::string_view name,
                   std::vector<choice> const& choices,
                   std::string const& chosen) {
  std::string options;
  for (auto const& [value, text] : choices)
    options += fmt::format("<option value=\"{}\"{}>{}</option>",
                           markup_text(value),
                           value == chosen ? " selected" : "",
                           markup_text(text));
  return fmt::format("<label>{} <select name=\"{}\">{}</select></label>\n", title, name, options);
}

std::vector<choice> names(std::set<std::string> const& all) {
  std::vector<choice> choices{{"", "all"}};
  for (auto const& name : all) choices.push_back({name, name});
  return choices;
}

std::vector<choice> verdicts() {
  std::vector<choice> choices{{"", "any"}};
  for (auto const& entry : enum_names<verdict_kind>)
    choices.push_back({std::string(entry.name), std::string(entry.name)});
  return choices;
}

std::string met_text(std::optional<bool> met) {
  if (!met) return "";
  return *met ? "yes" : "no";
}

}  // namespace

std::string filter_form(std::vector<listed_run> const& all, run_filter const& filter) {
  // What is chosen stays to be seen, and to be taken back, where nothing of it is left.
  std::set<std::string> scenarios{filter.scenario};
  std::set<std::string> limiters{filter.limiter};
  for (auto const& run : all)
    for (auto const& each : run.limiters) {
      scenarios.insert(each.scenario);
      limiters.insert(each.limiter);
    }
  scenarios.erase("");
  limiters.erase("");
  auto const verdict = filter.verdict ? std::string(to_name(*filter.verdict)) : std::string();
  auto html =
      "<form class=\"filter controls\" method=\"get\" action=\"/\">\n" +
      select("Scenario", "scenario", names(scenarios), filter.scenario) +
      select("Limiter", "limiter", names(limiters), filter.limiter) +
      select("Verdict", "verdict", verdicts(), verdict) +
      select("As expected",
             "expected",
             {{"", "either"}, {"yes", "yes"}, {"no", "no"}},
             met_text(filter.met)) +
      fmt::format("<label>Text <input type=\"search\" name=\"text\" value=\"{}\"></label>\n",
                  markup_text(filter.text));
  if (!filter.of.empty())
    html +=
        fmt::format("<input type=\"hidden\" name=\"of\" value=\"{}\">\n", markup_text(filter.of));
  html += "<button>Filter</button>\n";
  if (filter != run_filter{}) html += "<a href=\"/\">All runs</a>\n";
  return html + "</form>\n";
}

}  // namespace limitproof
