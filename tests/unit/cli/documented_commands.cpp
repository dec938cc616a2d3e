#include "tests/unit/cli/documented_commands.hpp"

#include <sstream>

namespace limitproof {

namespace {

// As a shell splits them: quotes hold words together, a # begins a comment.
std::vector<std::string> words_of(std::string const& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool begun = false;
  for (char const c : line) {
    if (c == '#' && !quoted && !begun) break;
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun) words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push_back(word);
  return words;
}

std::vector<std::string> own_arguments(std::vector<std::string> words) {
  auto const program = words.front();
  words.erase(words.begin());
  if (program == "limitproof" || program.ends_with("/limitproof")) return words;
  if (!program.ends_with("scenarios/run")) return {};
  if (!words.empty() && words.front() == "--") {
    words.erase(words.begin());
    return words;
  }
  words.insert(words.begin(), "run");
  return words;
}

}  // namespace

std::vector<documented_command> commands_in(std::string const& shell) {
  std::vector<documented_command> found;
  std::istringstream lines(shell);
  for (std::string line; std::getline(lines, line);) {
    auto words = words_of(line);
    if (words.empty()) continue;
    auto arguments = own_arguments(std::move(words));
    if (!arguments.empty()) found.push_back({line, std::move(arguments)});
  }
  return found;
}

std::string shell_blocks(std::string const& markdown) {
  std::string shell;
  std::istringstream lines(markdown);
  bool within = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```"))
      within = line == "```sh";
    else if (within)
      shell += line + "\n";
  }
  return shell;
}

}  // namespace limitproof
