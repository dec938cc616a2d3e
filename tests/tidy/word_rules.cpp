#include "tests/tidy/word_rules.hpp"

#include <regex>

namespace limitproof {

namespace {

struct word_rule {
  std::regex where;   ///< paths the rule looks at
  std::regex except;  ///< paths it leaves alone
  std::regex word;
  std::string instead;
};

std::vector<word_rule> const rules = {
    {std::regex("^harness/(check|report|plan|history|codec|model|load)/"),
     std::regex("^harness/load/clock_anchor"),
     std::regex("system_clock|CLOCK_REALTIME|gettimeofday"),
     "a wall clock in a measurement — use CLOCK_MONOTONIC"},
    {std::regex("^(harness|limiters)/"),
     std::regex("^harness/net/"),
     std::regex(R"(\bdetached\b)"),
     "asio::detached outside net — spawn in a task_group"},
    {std::regex("^(harness|limiters)/"),
     std::regex("^harness/(cli/|main\\.cpp)"),
     std::regex(R"(std::cout|std::cerr)"),
     "printing outside cli and main — return the text"},
    {std::regex("^tests/.*\\.(cpp|hpp)$"),
     std::regex("^$"),
     std::regex(R"(sleep_for|sleep_until|\busleep\b|\bnanosleep\b)"),
     "a sleep in a test — wait for the event with a deadline"},
    {std::regex("^harness/check/|^limiters/.*[.](cpp|hpp|h)$"),
     // Ratios and shares that are shown to people, and never decided by.
     std::regex("^harness/check/(measurements|overload|spoken)\\.cpp"),
     std::regex(R"(\b(double|float)\b)"),
     "floating point in a check or a limiter — use integers"},
};

// In comments and documents too. Spelled in pieces, so that this file does not break its own rule.
std::regex const leftover(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
std::regex const empty_name(R"((^|/)(utils?|common|helpers?|misc|core)(/|\.|_|$)|_impl\.)");

void find_all(source_file const& file,
              std::string const& text,
              std::regex const& word,
              std::string const& instead,
              std::vector<violation>& found) {
  for (std::sregex_iterator match(text.begin(), text.end(), word), end; match != end; ++match)
    found.push_back(
        {file.path, line_of(text, static_cast<std::size_t>(match->position())), instead});
}

}  // namespace

std::vector<violation> word_violations(source_file const& file) {
  std::vector<violation> found;
  auto const code = code_only(file.text);
  for (auto const& rule : rules)
    if (std::regex_search(file.path, rule.where) && !std::regex_search(file.path, rule.except))
      find_all(file, code, rule.word, rule.instead, found);
  find_all(file, file.text, leftover, "a leftover — finish it or delete it", found);
  if (std::regex_search(file.path, empty_name))
    found.push_back({file.path, 1, "a file name that says nothing — name its idea"});
  return found;
}

}  // namespace limitproof
