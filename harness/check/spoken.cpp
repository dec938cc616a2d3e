#include "harness/check/spoken.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

struct spoken_unit {
  std::string_view name;
  std::int64_t ns;
};

constexpr std::array spoken_units = {
    spoken_unit{"s", 1'000'000'000}, spoken_unit{"ms", 1'000'000}, spoken_unit{"µs", 1'000}};

std::string without_trailing_zeros(std::string decimal) {
  decimal.erase(decimal.find_last_not_of('0') + 1);
  if (decimal.ends_with('.')) decimal.pop_back();
  return decimal;
}

}  // namespace

std::string spoken_time(std::int64_t ns) {
  for (auto const& unit : spoken_units) {
    if (ns < unit.ns / 10) continue;
    auto const thousandth = unit.ns / 1000;
    auto const thousandths = ns / thousandth + (ns % thousandth > 0 ? 1 : 0);
    auto const decimal = fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
    return without_trailing_zeros(decimal) + " " + std::string(unit.name);
  }
  return fmt::format("{} ns", ns);
}

std::string spoken_limit(algorithm a, limit const& l) {
  std::string name(to_name(a));
  std::replace(name.begin(), name.end(), '_', ' ');
  auto text = fmt::format("{} {} per {}", name, l.count, spoken_time(l.per.count()));
  if (is_bucket(a)) text += fmt::format(", burst {}", l.burst);
  return text;
}

std::string spoken_share(std::int64_t part, std::int64_t whole) {
  auto const share = whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  return fmt::format("{:.1f} %", 100 * share);
}

}  // namespace limitproof
