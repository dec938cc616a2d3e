#include "harness/codec/second_text.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::size_t most_decimals = 9;
constexpr std::size_t most_digits = 10;

bool is_digits(std::string_view text, std::size_t most) {
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), is_digit);
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  for (char const c : digits) value = 10 * value + (c - '0');
  return value;
}

}  // namespace

std::optional<told_time> parse_seconds(std::string_view text) {
  auto const point = text.find('.');
  auto const whole = text.substr(0, point);
  if (!is_digits(whole, most_digits) || number(whole) >= 9 * second) return std::nullopt;
  told_time time{number(whole) * second, second};
  if (point == std::string_view::npos) return time;

  auto const decimals = text.substr(point + 1);
  if (!is_digits(decimals, most_decimals)) return std::nullopt;
  for (std::size_t i = 0; i < decimals.size(); ++i) time.precision_ns /= 10;
  time.ns += number(decimals) * time.precision_ns;
  return time;
}

std::string to_seconds(std::int64_t ns) {
  auto const decimals = std::to_string(ns % second);
  return std::to_string(ns / second) + "." + std::string(most_decimals - decimals.size(), '0') +
         decimals;
}

}  // namespace limitproof
