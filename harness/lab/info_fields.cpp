#include "harness/lab/info_fields.hpp"

#include "harness/stack/take_snapshot.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace limitproof {

namespace {

std::optional<std::int64_t> leading_number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{}) return std::nullopt;
  return value;
}

/// From "calls=2000,usec=8123,…".
std::int64_t microseconds_of(std::string_view figures) {
  constexpr std::string_view field = ",usec=";
  auto const at = figures.find(field);
  if (at == std::string_view::npos) return 0;
  return leading_number(figures.substr(at + field.size())).value_or(0);
}

}  // namespace

std::string_view info_field(std::string_view info, std::string_view name) {
  while (!info.empty()) {
    auto line = info.substr(0, info.find('\n'));
    info.remove_prefix(std::min(line.size() + 1, info.size()));
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(':')) continue;
    line.remove_prefix(name.size() + 1);
    return line.substr(0, line.find('\r'));
  }
  return {};
}

std::optional<std::int64_t> info_number(std::string_view info, std::string_view name) {
  return leading_number(info_field(info, name));
}

std::int64_t microseconds_in_commands(std::string_view info) {
  std::int64_t in_scripts = 0;
  std::int64_t in_all = 0;
  for (auto const& [command, calls] : read_commands(info)) {
    auto const spent = microseconds_of(info_field(info, "cmdstat_" + command));
    in_all += spent;
    if (command.starts_with("eval")) in_scripts += spent;
  }
  return in_scripts > 0 ? in_scripts : in_all;
}

}  // namespace limitproof
