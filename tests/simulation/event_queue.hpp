#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace limitproof {

/// Virtual time: it jumps from one event to the next, so an idle hour costs nothing. Times are ns
/// on run_clock. What is due at one instant happens in the order it was asked for.
class event_queue {
 public:
  using action = std::function<void()>;

  [[nodiscard]] std::int64_t now_ns() const { return now_ns_; }

  /// `when_ns` ≥ now_ns().
  void at(std::int64_t when_ns, action what);

  /// `delay_ns` ≥ 0.
  void after(std::int64_t delay_ns, action what) { at(now_ns_ + delay_ns, std::move(what)); }

  /// Until nothing is left to happen.
  void run();

 private:
  struct event {
    std::int64_t when_ns;
    std::uint64_t number;
    action what;
  };

  [[nodiscard]] static bool happens_later(event const& a, event const& b);

  std::vector<event> heap_;  ///< the next event first
  std::int64_t now_ns_ = 0;
  std::uint64_t next_number_ = 0;
};

}  // namespace limitproof
