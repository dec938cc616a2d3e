#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// One file of the tree, as the tidy rules see it.
struct source_file {
  std::string path;  ///< relative to the root, with '/'
  std::string text;
};

/// A place where a rule is broken, and what to do instead.
struct violation {
  std::string path;
  std::size_t line = 0;
  std::string rule;
};

/// The text with comments and the contents of string and character literals blanked out; the same
/// length and the same lines. Raw strings are not understood beyond R"(…)".
[[nodiscard]] std::string code_only(std::string const& text);

/// Every C++ file, script, and document under the folders of the project.
[[nodiscard]] std::vector<source_file> read_tree(std::filesystem::path const& root);

/// The number of the line that position `at` stands on, from 1.
[[nodiscard]] std::size_t line_of(std::string const& text, std::size_t at);

}  // namespace limitproof
