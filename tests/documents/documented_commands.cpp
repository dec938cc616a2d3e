#include "tests/documents/documented_commands.hpp"

#include "harness/codec/text_file.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

/// What a shell makes of a text: quotes hold words together, a # begins a comment.
struct shell_words {
  std::vector<std::string> words;
  std::size_t end = 0;   ///< of what is not a comment
  bool is_open = false;  ///< a quote or a backslash wants another line
};

shell_words split(std::string const& line) {
  shell_words found;
  std::string word;
  char quote = 0;
  bool begun = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    if (c == '#' && quote == 0 && !begun) break;
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
      begun = true;
    } else if (quote == 0 && (c == ' ' || c == '\n' || c == '\\')) {
      if (begun) found.words.push_back(word);
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
    if (c != ' ' && c != '\n') found.end = i + 1;
  }
  if (begun) found.words.push_back(word);
  found.is_open = quote != 0 || line.ends_with('\\');
  return found;
}

std::vector<std::string> own_arguments(std::vector<std::string> words) {
  if (words.empty()) return {};
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

/// Two words of another program are its name: `docker compose`.
bool is_command(std::string const& code) {
  static constexpr std::array others{
      "docker", "podman", "promtool", "cmake", "sqlite3", "cc", "test_simulation"};
  auto const words = split(code).words;
  if (words.empty()) return false;
  auto const& program = words.front();
  if (program == "limitproof" || program.ends_with("/run") || program.ends_with("/make"))
    return true;
  return code.starts_with("(cd ") ||
         (words.size() > 2 && std::find(others.begin(), others.end(), program) != others.end());
}

/// The code spans of a line, as `this`.
std::vector<std::string> code_within(std::string const& line) {
  std::vector<std::string> found;
  for (auto open = line.find('`'); open != std::string::npos; open = line.find('`', open)) {
    auto const close = line.find('`', open + 1);
    if (close == std::string::npos) break;
    found.push_back(line.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return found;
}

/// Walks through the lines of a document, in and out of its blocks.
class document_reader {
 public:
  explicit document_reader(std::string document) : document_(std::move(document)) {}

  void read(std::string const& line) {
    if (line.starts_with("```")) {
      turn(line);
    } else if (!block_.empty()) {
      text_ += line + "\n";
    } else if (!line.empty()) {
      shows_next_ = false;
      if (line.starts_with("#")) heading_ = line;
      for (auto const& code : code_within(line))
        if (is_command(code)) add(commands_in(code), false);
    }
  }

  [[nodiscard]] std::vector<documented_command> take() { return std::move(found_); }

 private:
  void turn(std::string const& fence) {
    if (block_.empty()) {
      block_ = fence;
      text_.clear();
      return;
    }
    if (block_ == "```sh") {
      auto const commands = commands_in(text_);
      add(commands, true);
      shows_next_ = commands.size() == 1;
    } else if (block_ == "```text" && shows_next_) {
      found_.back().shown = text_;
    }
    block_.clear();
  }

  void add(std::vector<documented_command> commands, bool are_steps) {
    for (auto& command : commands) {
      command.is_step = are_steps;
      command.document = document_;
      command.heading = heading_;
      found_.push_back(std::move(command));
    }
  }

  std::string document_, heading_;
  std::string block_;  ///< the fence of the block we are in; empty: in none
  std::string text_;   ///< of that block
  bool shows_next_ = false;
  std::vector<documented_command> found_;
};

}  // namespace

std::vector<documented_command> commands_in(std::string const& shell) {
  std::vector<documented_command> found;
  std::istringstream lines(shell);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    text += line;
    auto const parts = split(text);
    if (parts.is_open) {
      text += "\n";
      continue;
    }
    if (!parts.words.empty())
      found.push_back({"", "", text.substr(0, parts.end), own_arguments(parts.words)});
    text.clear();
  }
  return found;
}

std::vector<documented_command> commands_of_document(std::string const& document,
                                                     std::string const& markdown) {
  document_reader reader(document);
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) reader.read(line);
  return reader.take();
}

std::vector<fs::path> documents_below(fs::path const& root) {
  std::vector<fs::path> found{root / "README.md"};
  for (auto const* folder : {"harness", "limiters", "scenarios", "compose", "reports", "tests"})
    for (auto entry = fs::recursive_directory_iterator(root / folder);
         entry != fs::recursive_directory_iterator();
         ++entry) {
      auto const path = entry->path();
      auto const name = path.filename();
      if (path == root / "reports/runs" || path == root / "tests/fixtures/report")
        entry.disable_recursion_pending();
      else if (name.extension() == ".md" && name != "report.md" && name != "summary.md")
        found.push_back(path);
    }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<documented_command> commands_of_documents(fs::path const& root) {
  std::vector<documented_command> found;
  for (auto const& path : documents_below(root)) {
    auto const document = fs::relative(path, root).generic_string();
    auto more = commands_of_document(document, read_text(path).value());
    std::move(more.begin(), more.end(), std::back_inserter(found));
  }
  return found;
}

}  // namespace limitproof
