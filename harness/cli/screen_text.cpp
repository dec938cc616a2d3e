#include "harness/cli/screen_text.hpp"

#include "harness/report/number_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::int64_t bar_columns = 30;

std::string bar(duration elapsed, duration length) {
  auto const full =
      length.count() == 0 ? bar_columns : elapsed.count() * bar_columns / length.count();
  auto const done = static_cast<std::size_t>(std::clamp<std::int64_t>(full, 0, bar_columns));
  return "[" + std::string(done, '#') +
         std::string(static_cast<std::size_t>(bar_columns) - done, '.') + "]";
}

std::string seconds(duration time) {
  auto const tenths = time.count() / 100'000'000;
  return fmt::format("{}.{} s", tenths / 10, tenths % 10);
}

std::string count_line(std::string_view what, std::int64_t all, std::int64_t last_second) {
  return fmt::format("    {:<9} {:>12}  {:>10}/s", what, grouped(all), grouped(last_second));
}

void add_attack(screen const& s, std::vector<std::string>& lines) {
  lines.push_back(fmt::format(
      "    {} {} of {}", bar(s.elapsed, s.length), seconds(s.elapsed), seconds(s.length)));
  lines.push_back(count_line("sent", s.counts.sent, s.last_second.sent));
  lines.push_back(count_line("admitted", s.counts.admitted, s.last_second.admitted));
  lines.push_back(count_line("denied", s.counts.denied, s.last_second.denied));
  lines.push_back(count_line("unknown", s.counts.unknown, s.last_second.unknown));
  for (auto const& f : s.faults)
    lines.push_back(fmt::format("    {:<9} {} {} at {}",
                                f.at <= s.elapsed ? "begun:" : "to come:",
                                to_name(f.action),
                                f.target,
                                seconds(f.at)));
}

}  // namespace

std::vector<std::string> screen_lines(screen const& s, std::size_t width) {
  std::vector<std::string> lines{s.scenario};
  std::size_t longest = 0;
  for (auto const& row : s.rows) longest = std::max(longest, row.limiter.size());
  for (auto const& row : s.rows)
    lines.push_back(fmt::format("  {:<{}}  {}", row.limiter, longest, row.state));
  if (s.attacking) add_attack(s, lines);
  for (auto& line : lines)
    if (line.size() > width) line.resize(width);
  return lines;
}

}  // namespace limitproof
