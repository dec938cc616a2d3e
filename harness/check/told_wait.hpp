#pragma once

#include "harness/model/operation.hpp"
#include "harness/model/units.hpp"

#include <algorithm>
#include <cstdint>

namespace limitproof {

/// How long Retry-After told to wait, in ns, `absent` where it was not told. Beyond thirty years
/// every wait is as long as any: a server may tell any number.
[[nodiscard]] inline std::int64_t told_wait_ns(operation const& op) {
  constexpr std::int64_t longest_s = 1'000'000'000;
  constexpr std::int64_t second_ns = 1'000'000'000;
  return op.retry_after_s == absent ? absent : std::min(op.retry_after_s, longest_s) * second_ns;
}

/// How much of the wait that a denial told the limiter itself must have meant, in ns: a second
/// less, as waits are told in whole ones, and less the jitter that nodes put on top. Not above 0:
/// nothing.
[[nodiscard]] inline std::int64_t meant_wait_ns(operation const& op, duration jitter) {
  constexpr std::int64_t second_ns = 1'000'000'000;
  return told_wait_ns(op) - second_ns - jitter.count();
}

}  // namespace limitproof
