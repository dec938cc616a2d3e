#include "harness/serve/filter_runs.hpp"

#include <algorithm>
#include <string_view>

namespace limitproof {

namespace {

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part) {
  auto const same = [](char a, char b) { return to_lower(a) == to_lower(b); };
  return part.empty() ||
         std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool has_text(listed_run const& run, std::string_view part) {
  for (auto const* text : {&run.directory, &run.scenario, &run.why, &run.problem})
    if (contains(*text, part)) return true;
  return std::any_of(run.limiters.begin(), run.limiters.end(), [part](auto const& each) {
    return contains(each.limiter, part) || contains(each.scenario, part) ||
           contains(each.reason, part);
  });
}

bool is_wanted(listed_limiter const& each, run_filter const& filter) {
  return (filter.scenario.empty() || each.scenario == filter.scenario) &&
         (filter.limiter.empty() || each.limiter == filter.limiter) &&
         (!filter.verdict || each.verdict == filter.verdict) &&
         (!filter.met || each.met == *filter.met);
}

bool is_about_limiters(run_filter const& filter) {
  return !filter.scenario.empty() || !filter.limiter.empty() || filter.verdict || filter.met;
}

/// The directories that a filter's `of` stands for.
std::vector<std::string> members_of(std::vector<listed_run> const& all, std::string const& of) {
  std::vector<std::string> members{of};
  for (auto const& run : all)
    if (run.directory == of) members.insert(members.end(), run.runs.begin(), run.runs.end());
  return members;
}

bool keep_wanted(listed_run& run, run_filter const& filter) {
  if (!is_about_limiters(filter)) return true;
  auto const wanted = [&filter](auto const& each) { return is_wanted(each, filter); };
  if (run.several) return std::any_of(run.limiters.begin(), run.limiters.end(), wanted);
  std::erase_if(run.limiters, [&wanted](auto const& each) { return !wanted(each); });
  return !run.limiters.empty();
}

}  // namespace

result<run_filter> read_filter(request_target const& asked) {
  run_filter filter;
  filter.scenario = asked.parameter("scenario");
  filter.limiter = asked.parameter("limiter");
  filter.text = asked.parameter("text");
  filter.of = asked.parameter("of");
  if (auto const verdict = asked.parameter("verdict"); !verdict.empty()) {
    filter.verdict = from_name<verdict_kind>(verdict);
    if (!filter.verdict)
      return error{errc::bad_usage,
                   "verdict=" + verdict + ": there are pass, fail and inconclusive"};
  }
  if (auto const expected = asked.parameter("expected"); !expected.empty()) {
    if (expected != "yes" && expected != "no")
      return error{errc::bad_usage, "expected=" + expected + ": there are yes and no"};
    filter.met = expected == "yes";
  }
  return filter;
}

std::vector<listed_run> filtered(std::vector<listed_run> all, run_filter const& filter) {
  if (!filter.of.empty()) {
    auto const members = members_of(all, filter.of);
    std::erase_if(all, [&members](listed_run const& run) {
      return std::find(members.begin(), members.end(), run.directory) == members.end();
    });
  }
  std::erase_if(all, [&filter](listed_run& run) {
    return !has_text(run, filter.text) || !keep_wanted(run, filter);
  });
  return all;
}

}  // namespace limitproof
