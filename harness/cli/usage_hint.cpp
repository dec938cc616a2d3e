#include "harness/cli/usage_hint.hpp"

#include "harness/cli/command_reference.hpp"
#include "harness/codec/nearest_name.hpp"

#include <algorithm>

namespace limitproof {

namespace {

std::string unknown(std::string const& kind,
                    std::string const& word,
                    std::vector<std::string> const& known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return "";
  return "there is no " + kind + " \"" + word + "\"" + did_you_mean(word, known);
}

std::string unknown_option(subcommand_reference const& of, std::vector<std::string> const& words) {
  std::vector<std::string> known{"--help"};
  for (auto const& option : of.options) known.push_back(option.name);
  for (auto const& word : words) {
    if (word == "--") return "";
    if (!word.starts_with("--")) continue;
    auto found = unknown("option of " + of.name, word.substr(0, word.find('=')), known);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string usage_hint(std::vector<std::string> const& words) {
  if (words.empty() || words.front().starts_with("-")) return "";
  std::vector<std::string> names;
  for (auto const& sub : command_reference()) {
    if (sub.name == words.front()) return unknown_option(sub, words);
    names.push_back(sub.name);
  }
  return unknown("command", words.front(), names);
}

}  // namespace limitproof
