#include "harness/policy_sources/watch_pause.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr duration shortest = std::chrono::milliseconds(50);
constexpr std::int64_t most_doublings = 5;  ///< 50 ms · 2^5 is above the longest

}  // namespace

duration watch_pause(std::int64_t failures, std::uint64_t draw) {
  auto const doublings = std::min(failures - 1, most_doublings);
  auto const whole = std::min(shortest * (std::int64_t{1} << doublings), longest_watch_pause);
  auto const half = whole / 2;
  return half + duration(static_cast<std::int64_t>(
                    draw % static_cast<std::uint64_t>((whole - half).count() + 1)));
}

}  // namespace limitproof
