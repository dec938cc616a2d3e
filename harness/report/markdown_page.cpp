#include "harness/report/markdown_page.hpp"

#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

// The sentence about what was left out, all titles in it.
constexpr std::size_t reserved_bytes = 1'000;

}  // namespace

std::string markdown_section(std::string_view title, std::string const& content) {
  return content.empty() ? "" : fmt::format("\n## {}\n\n{}", title, content);
}

std::string markdown_details(std::string_view title, std::string const& content) {
  // Without the empty lines the content would be taken for HTML, not for Markdown.
  return content.empty()
             ? ""
             : fmt::format(
                   "\n<details>\n<summary>{}</summary>\n\n{}\n</details>\n", title, content);
}

markdown_page::markdown_page(std::string head, std::string tail)
    : head_(std::move(head)), tail_(std::move(tail)) {}

void markdown_page::add(std::string_view title, std::string const& content) {
  if (head_.size() + content.size() + tail_.size() + reserved_bytes <= most_bytes)
    head_ += content;
  else
    left_out_.emplace_back(title);
}

void markdown_page::add_section(std::string_view title, std::string const& content) {
  add(title, markdown_section(title, content));
}

void markdown_page::add_details(std::string_view title, std::string const& content) {
  add(title, markdown_details(title, content));
}

std::string markdown_page::text() const {
  std::string note;
  for (auto const& title : left_out_)
    note += (note.empty() ? "\nToo long for a comment, and in report.json: " : "; ") + title;
  return head_ + (note.empty() ? note : note + ".\n") + tail_;
}

}  // namespace limitproof
