#pragma once

#include "harness/model/external_target.hpp"

#include <atomic>
#include <cstdint>
#include <limits>

namespace limitproof {

/// What an attack may still send, and until when; shared by the generator threads. Without limits
/// it is never spent.
class send_budget {
 public:
  static constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();

  /// `begun_ns` is CLOCK_MONOTONIC when the attack began; `warm_ups` requests count as sent.
  send_budget(attack_limits const& limits, std::int64_t begun_ns, std::int64_t warm_ups)
      : left_(limits.requests ? *limits.requests - warm_ups : unlimited),
        deadline_ns_(limits.time ? begun_ns + limits.time->count() : unlimited) {}

  /// One request is to leave; false: it may not.
  [[nodiscard]] bool take() {
    if (left_.load(std::memory_order_relaxed) == unlimited) return true;
    return left_.fetch_sub(1, std::memory_order_relaxed) > 0;
  }

  [[nodiscard]] bool is_spent() const { return left_.load(std::memory_order_relaxed) <= 0; }

  /// CLOCK_MONOTONIC by which everything has ended; INT64_MAX: whenever it is done.
  [[nodiscard]] std::int64_t deadline_ns() const { return deadline_ns_; }

 private:
  std::atomic<std::int64_t> left_;
  std::int64_t deadline_ns_;
};

}  // namespace limitproof
