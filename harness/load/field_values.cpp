#include "harness/load/field_values.hpp"

#include "harness/load/http_characters.hpp"

#include <limits>

namespace limitproof {

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
// Any 19 digits fit into 64 bits without a sign, so that the loop need not look out for overflow.
constexpr std::size_t most_digits = 19;
constexpr std::int64_t ns_per_ms = 1'000'000;

/// Removes and returns what stands before the next `separator` outside double quotes.
std::string_view take_item(std::string_view& list, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < list.size(); ++end) {
    auto const c = list[end];
    if (c == '"')
      quoted = !quoted;
    else if (quoted && c == '\\')
      ++end;
    else if (!quoted && c == separator)
      break;
  }
  if (end >= list.size()) {
    auto const item = list;
    list = {};
    return trim_blanks(item);
  }
  auto const item = list.substr(0, end);
  list.remove_prefix(end + 1);
  return trim_blanks(item);
}

/// "1.25" milliseconds as nanoseconds; digits past the nanosecond are cut off.
std::optional<std::int64_t> milliseconds_to_ns(std::string_view text) {
  auto const point = text.find('.');
  auto const whole = whole_number(text.substr(0, point));
  if (!whole || *whole > largest / ns_per_ms - 1) return std::nullopt;
  std::int64_t ns = *whole * ns_per_ms;
  if (point == std::string_view::npos) return ns;
  auto const fraction = text.substr(point + 1);
  if (fraction.empty()) return std::nullopt;
  std::int64_t digit_ns = ns_per_ms / 10;
  for (char const c : fraction) {
    if (!is_digit(c)) return std::nullopt;
    ns += (c - '0') * digit_ns;
    digit_ns /= 10;
  }
  return ns;
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  while (text.size() > most_digits && text.front() == '0') text.remove_prefix(1);
  if (text.size() > most_digits) return std::nullopt;
  std::uint64_t value = 0;
  for (char const c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > std::uint64_t{largest}) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> leading_item_number(std::string_view text) {
  return whole_number(trim_blanks(text.substr(0, text.find_first_of(",;"))));
}

quota_item_values quota_item(std::string_view field, char count_key, char seconds_key) {
  if (!field.starts_with('"')) return {};
  auto item = take_item(field, ',');
  if (!field.empty()) return {};
  quota_item_values values;
  take_item(item, ';');
  while (!item.empty()) {
    auto const parameter = take_item(item, ';');
    if (parameter.size() < 2 || parameter[1] != '=') continue;
    auto const number = whole_number(parameter.substr(2));
    if (parameter.front() == count_key)
      values.count = number;
    else if (parameter.front() == seconds_key)
      values.seconds = number;
    else
      continue;
    values.is_malformed = values.is_malformed || !number;
  }
  values.is_malformed = values.is_malformed || !values.count;
  if (values.is_malformed) values.count = values.seconds = std::nullopt;
  return values;
}

limiter_timing limiter_time(std::string_view server_timing) {
  while (!server_timing.empty()) {
    auto metric = take_item(server_timing, ',');
    if (take_item(metric, ';') != "limiter") continue;
    while (!metric.empty()) {
      auto const parameter = take_item(metric, ';');
      auto const equals = parameter.find('=');
      if (equals == std::string_view::npos ||
          !equals_ignoring_case(trim_blanks(parameter.substr(0, equals)), "dur"))
        continue;
      return {true, milliseconds_to_ns(trim_blanks(parameter.substr(equals + 1)))};
    }
    return {true, std::nullopt};
  }
  return {};
}

}  // namespace limitproof
