#include "harness/report/number_text.hpp"

#include <chrono>

#include <fmt/format.h>

namespace limitproof {

std::string grouped(std::int64_t number) {
  auto digits = std::to_string(number);
  auto const first_digit = std::size_t{number < 0 ? 1U : 0U};
  for (auto place = digits.size(); place > first_digit + 3; place -= 3)
    digits.insert(place - 3, ",");
  return digits;
}

std::string counted(std::int64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string shortest(double number) {
  return fmt::format("{}", number);
}

std::string ratio_text(double ratio) {
  return fmt::format("{:.3f}", ratio);
}

std::string time_text(std::int64_t us) {
  if (us < 1000) return fmt::format("{} µs", us);
  if (us < 999'995) return fmt::format("{:.2f} ms", static_cast<double>(us) / 1e3);
  return fmt::format("{:.2f} s", static_cast<double>(us) / 1e6);
}

std::string moment_text(std::int64_t ns) {
  return fmt::format("{:.6f} s", static_cast<double>(ns) / 1e9);
}

std::string date_text(std::int64_t wall_us) {
  auto const moment = std::chrono::floor<std::chrono::seconds>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(wall_us)));
  auto const day = std::chrono::floor<std::chrono::days>(moment);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const time(moment - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     time.hours().count(),
                     time.minutes().count(),
                     time.seconds().count());
}

}  // namespace limitproof
