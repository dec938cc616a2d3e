#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// "## Latency" and what is under it; empty without content.
[[nodiscard]] std::string markdown_section(std::string_view title, std::string const& content);

/// The content folded away under its title; empty without content.
[[nodiscard]] std::string markdown_details(std::string_view title, std::string const& content);

/// A page that GitHub takes as a comment, which holds 65,536 characters. Parts are added in order;
/// one that does not fit any more is left out, and the page says so at its end.
class markdown_page {
 public:
  static constexpr std::size_t most_bytes = 65'000;

  /// `head` and `tail` are there whatever is added between them.
  markdown_page(std::string head, std::string tail);

  /// `title` names the part where it is left out. Nothing is added without content.
  void add(std::string_view title, std::string const& content);
  void add_section(std::string_view title, std::string const& content);
  void add_details(std::string_view title, std::string const& content);

  [[nodiscard]] std::string text() const;

 private:
  std::string head_;
  std::string tail_;
  std::vector<std::string> left_out_;
};

}  // namespace limitproof
