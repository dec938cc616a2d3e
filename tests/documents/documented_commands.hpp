#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// A command as a document or a workflow gives it.
struct documented_command {
  std::string document;                ///< its path from the root of the tree
  std::string heading;                 ///< of the section it stands in, with its marks
  std::string text;                    ///< without its comment; a long one keeps its lines
  std::vector<std::string> arguments;  ///< of limitproof itself, scenarios/run ARGS being `run
                                       ///< ARGS`; empty: another program's
  bool is_step = false;                ///< stands in a shell block, and not within a line
  std::string shown{};  ///< the text block that follows the shell block of this command alone
};

/// The commands of a shell text, one a line, or more lines where a quote or a backslash holds them
/// together.
[[nodiscard]] std::vector<documented_command> commands_in(std::string const& shell);

/// The commands of a Markdown text: those of its shell blocks, and the code within its lines that
/// is a command of limitproof's or of a program or script that it comes with.
[[nodiscard]] std::vector<documented_command> commands_of_document(std::string const& document,
                                                                   std::string const& markdown);

/// Every README of the tree and the documents beside them, but for reports that the program wrote.
[[nodiscard]] std::vector<std::filesystem::path> documents_below(std::filesystem::path const& root);

/// The commands of all of them.
[[nodiscard]] std::vector<documented_command> commands_of_documents(
    std::filesystem::path const& root);

}  // namespace limitproof
