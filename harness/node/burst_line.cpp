#include "harness/node/burst_line.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include <fmt/compile.h>

namespace limitproof {

namespace {

std::optional<std::int64_t> remaining_of(std::size_t limit, told_quota const& told) {
  if (!told.each_remaining.empty()) return told.each_remaining[limit];
  if (told.binding_limit == limit) return told.remaining;
  return std::nullopt;
}

std::string_view state_of(std::int64_t left, std::int64_t allowance) {
  if (left == allowance) return "resting";
  return left > 0 ? "active" : "spent";
}

}  // namespace

std::vector<burst_words> make_burst_words(policy const& promised) {
  std::vector<burst_words> modes;
  for (auto const& mode : promised.burst_modes) {
    auto const& soft = promised.limits[mode.soft];
    auto const& hard = promised.limits[mode.soft + 1];
    modes.push_back({mode.soft, soft.burst - hard.burst, name_of(soft)});
  }
  return modes;
}

void append_burst_line(std::string& out,
                       told_quota const& told,
                       std::vector<burst_words> const& modes) {
  std::string_view before = "X-Burst-Mode: ";
  for (auto const& mode : modes) {
    auto const remaining = remaining_of(mode.soft, told);
    if (!remaining) continue;
    auto const left = std::min(*remaining, mode.allowance);
    fmt::format_to(std::back_inserter(out),
                   FMT_COMPILE("{}{};left={};limit=\"{}\""),
                   before,
                   state_of(left, mode.allowance),
                   left,
                   mode.limit_name);
    before = ", ";
  }
  if (before == ", ") out += "\r\n";
}

}  // namespace limitproof
