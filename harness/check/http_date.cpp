#include "harness/check/http_date.hpp"

#include "harness/model/is_digit.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace limitproof {

namespace {

constexpr std::array<std::string_view, 7> day_names = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Digits stand where the form has 0, anything where it has ?, and the rest is as it is.
constexpr std::string_view form = "???, 00 ??? 0000 00:00:00 GMT";

bool has_form(std::string_view text) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char wanted) {
    return wanted == '?' || (wanted == '0' ? is_digit(c) : c == wanted);
  });
}

int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int number = 0;
  for (char const c : text.substr(at, digits)) number = number * 10 + (c - '0');
  return number;
}

template <std::size_t Count>
unsigned place_of(std::array<std::string_view, Count> const& names, std::string_view name) {
  return static_cast<unsigned>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  if (!has_form(text)) return std::nullopt;
  auto const month = place_of(month_names, text.substr(8, 3));
  std::chrono::year_month_day const date(
      std::chrono::year(number_at(text, 12, 4)),
      std::chrono::month(month + 1),
      std::chrono::day(static_cast<unsigned>(number_at(text, 5, 2))));
  if (!date.ok()) return std::nullopt;
  std::chrono::sys_days const day(date);
  if (std::chrono::weekday(day).c_encoding() != place_of(day_names, text.substr(0, 3)))
    return std::nullopt;
  auto const hour = number_at(text, 17, 2);
  auto const minute = number_at(text, 20, 2);
  auto const second = number_at(text, 23, 2);
  constexpr int leap_second = 60;
  if (hour > 23 || minute > 59 || second > leap_second) return std::nullopt;
  return std::int64_t{day.time_since_epoch().count()} * 86'400 + std::int64_t{hour} * 3'600 +
         std::int64_t{minute} * 60 + second;
}

}  // namespace limitproof
