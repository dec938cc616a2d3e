#include "harness/check/judged_head.hpp"

#include <algorithm>
#include <charconv>

namespace limitproof {

namespace {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::uint16_t status_in(std::string_view line) {
  constexpr std::string_view protocol = "HTTP/1.1 ";
  if (!line.starts_with("HTTP/")) return 0;
  auto const status = field_number(line.substr(std::min(line.size(), protocol.size()), 3));
  return static_cast<std::uint16_t>(status.value_or(0));
}

}  // namespace

bool is_named(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return to_lower(a) == b;
  });
}

judged_head to_judge(header_sample const& sample, operation const& op) {
  auto head = take_apart(sample.head);
  auto const status = status_in(head.status_line);
  return {sample.operation, status, op.result, op.key, std::move(head), sample.body.size()};
}

bool has_field(judged_head const& response, std::string_view name) {
  return line_count(response, name) > 0;
}

bool has_prefix(judged_head const& response, std::string_view prefix) {
  auto const& fields = response.head.fields;
  return std::any_of(fields.begin(), fields.end(), [&](auto const& field) {
    return is_named(std::string_view(field.first).substr(0, prefix.size()), prefix);
  });
}

std::size_t line_count(judged_head const& response, std::string_view name) {
  auto const& fields = response.head.fields;
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(), [&](auto const& field) {
        return is_named(field.first, name);
      }));
}

std::optional<std::string> value_of(judged_head const& response, std::string_view name) {
  std::optional<std::string> all;
  for (auto const& [field, value] : response.head.fields)
    if (is_named(field, name)) all = all ? *all + ", " + value : value;
  return all;
}

std::string line_of(judged_head const& response, std::string_view name) {
  for (auto const& field : response.head.fields)
    if (is_named(field.first, name)) return field.first + ": " + *value_of(response, name);
  return response.head.status_line.empty() ? "(no status line)" : response.head.status_line;
}

bool lists(judged_head const& response, std::string_view name, std::string_view member) {
  auto const value = value_of(response, name).value_or("");
  std::string_view rest = value;
  while (!rest.empty()) {
    auto const comma = rest.find(',');
    if (is_named(trimmed(rest.substr(0, comma)), member)) return true;
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return false;
}

std::optional<std::int64_t> field_number(std::string_view text) {
  std::int64_t number = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  // from_chars would take a minus sign.
  if (problem != std::errc() || end != text.data() + text.size() || text.front() == '-')
    return std::nullopt;
  return number;
}

std::optional<std::int64_t> number_of(judged_head const& response, std::string_view name) {
  auto const value = value_of(response, name);
  return value ? field_number(*value) : std::nullopt;
}

}  // namespace limitproof
