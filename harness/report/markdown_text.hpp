#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// Any text as plain words of a Markdown paragraph or table cell: nothing in it is markup, a table
/// border, HTML, a link or a mention.
[[nodiscard]] std::string markdown_words(std::string_view text);

/// Any text as inline code, in a paragraph as well as in a table cell.
[[nodiscard]] std::string markdown_code(std::string_view text);

/// A fenced block; the fence is longer than any run of backticks within. `content` was made visible
/// already and ends with its last line, without a line break.
[[nodiscard]] std::string markdown_block(std::string_view language, std::string_view content);

enum class column { left, right };

struct table_head {
  std::string title;
  column align = column::left;
};

/// A table; the cells are Markdown already. Empty without rows.
[[nodiscard]] std::string markdown_table(std::vector<table_head> const& heads,
                                         std::vector<std::vector<std::string>> const& rows);

}  // namespace limitproof
