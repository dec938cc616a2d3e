#include "harness/check/breach_list.hpp"

#include "harness/model/is_digit.hpp"

#include <utility>

namespace limitproof {

namespace {

constexpr std::size_t most_shapes = 512;
// A server may send anything; a finding quotes this much of it.
constexpr std::size_t longest_line = 256;
constexpr std::size_t longest_sentence = 512;
constexpr std::size_t not_kept = breach_list::most_kept;

/// The line with every run of digits as one 0.
std::string line_shape(std::string_view line) {
  std::string shape;
  for (char const c : line) {
    if (!is_digit(c))
      shape += c;
    else if (shape.empty() || shape.back() != '0')
      shape += '0';
  }
  return shape;
}

std::string shortened(std::string_view text, std::size_t most) {
  return text.size() <= most ? std::string(text) : std::string(text.substr(0, most)) + "…";
}

}  // namespace

breach_list::breaches_of_severity& breach_list::of(breach_severity severity) {
  return by_severity_.at(static_cast<std::size_t>(severity));
}

bool breach_list::count_again(header_rule const& rule, std::string_view shape) {
  struct shape_view {
    breach_severity severity;
    std::string_view rule, line;
  };

  auto const known = place_by_shape_.find(shape_view{rule.severity, rule.id, shape});
  if (known == place_by_shape_.end()) return false;
  if (known->second != not_kept) ++of(rule.severity).kept[known->second].occurrences;
  return true;
}

std::string_view breach_list::shape_of(told_field field) const {
  switch (field) {
    case told_field::limit:
      return lines_.limit;
    case told_field::remaining:
      return lines_.remaining;
    case told_field::reset:
      return lines_.reset;
    case told_field::retry_after:
      break;
  }
  return "Retry-After: 0";
}

std::string breach_list::line_of(told_value const& told) const {
  auto const shape = shape_of(told.field);
  return std::string(shape.substr(0, shape.size() - 1)) + std::to_string(told.value);
}

void breach_list::add(header_rule const& rule,
                      std::string_view what,
                      std::string_view line,
                      std::uint64_t operation) {
  auto const shown = shortened(line, longest_line);
  auto shape = line_shape(shown);
  if (count_again(rule, shape)) return;
  auto& breaches = of(rule.severity);
  auto const is_kept = breaches.kept.size() < most_kept;
  if (place_by_shape_.size() < most_shapes) {
    place_by_shape_.emplace(breach_shape{rule.severity, std::string(rule.id), std::move(shape)},
                            is_kept ? breaches.kept.size() : not_kept);
    ++breaches.distinct;
  }
  if (!is_kept) return;
  breaches.kept.push_back({std::string(rule.id),
                           rule.severity,
                           std::string(rule.section),
                           shortened(what, longest_sentence),
                           shown,
                           operation,
                           1});
}

std::int64_t breach_list::distinct(breach_severity severity) const {
  return by_severity_.at(static_cast<std::size_t>(severity)).distinct;
}

std::vector<rule_breach> breach_list::take() {
  std::vector<rule_breach> all;
  for (auto& breaches : by_severity_)
    for (auto& breach : breaches.kept) all.push_back(std::move(breach));
  return all;
}

}  // namespace limitproof
