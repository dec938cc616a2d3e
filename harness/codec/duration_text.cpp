#include "harness/codec/duration_text.hpp"

#include "harness/model/is_digit.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace limitproof {

namespace {

struct scaled_unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// Coarsest first: to_text takes the first one that divides.
constexpr std::array time_units = {scaled_unit{"d", 86'400'000'000'000},
                                   scaled_unit{"h", 3'600'000'000'000},
                                   scaled_unit{"m", 60'000'000'000},
                                   scaled_unit{"s", 1'000'000'000},
                                   scaled_unit{"ms", 1'000'000},
                                   scaled_unit{"us", 1'000},
                                   scaled_unit{"ns", 1}};

std::optional<std::int64_t> unit_length(std::string_view name) {
  for (auto const& unit : time_units)
    if (unit.name == name) return unit.nanoseconds;
  return std::nullopt;
}

struct counted {
  std::int64_t count;
  std::string_view rest;
};

// A whole number as JSON writes it: no sign, no leading zero.
std::optional<counted> leading_count(std::string_view text) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return std::nullopt;
  std::int64_t count = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failure != std::errc{}) return std::nullopt;
  return counted{count, text.substr(static_cast<std::size_t>(end - text.data()))};
}

}  // namespace

std::optional<duration> parse_duration(std::string_view text) {
  auto const number = leading_count(text);
  if (!number) return std::nullopt;
  auto const unit = unit_length(number->rest);
  if (!unit || number->count > std::numeric_limits<std::int64_t>::max() / *unit)
    return std::nullopt;
  return duration(number->count * *unit);
}

std::string to_text(duration d) {
  for (auto const& unit : time_units)
    if (d.count() % unit.nanoseconds == 0 && d.count() != 0)
      return std::to_string(d.count() / unit.nanoseconds) + std::string(unit.name);
  return "0s";
}

std::optional<duration> parse_offset(std::string_view text) {
  if (!text.starts_with('-')) return parse_duration(text);
  auto const behind = parse_duration(text.substr(1));
  if (!behind) return std::nullopt;
  return -*behind;
}

std::string offset_to_text(duration offset) {
  return offset < duration(0) ? "-" + to_text(-offset) : to_text(offset);
}

std::optional<rate> parse_rate(std::string_view text) {
  auto const number = leading_count(text);
  if (!number || number->count == 0 || number->rest.size() < 2 || number->rest.front() != '/')
    return std::nullopt;
  auto const per = number->rest.substr(1);
  if (auto const unit = unit_length(per)) return rate{number->count, duration(*unit)};
  auto const length = parse_duration(per);
  if (!length || length->count() == 0) return std::nullopt;
  return rate{number->count, *length};
}

std::string to_text(rate const& r) {
  auto per = to_text(r.per);
  if (per.starts_with('1') && !is_digit(per[1])) per.erase(0, 1);
  return std::to_string(r.count) + "/" + per;
}

}  // namespace limitproof
