#pragma once

#include "harness/load/phase_sender.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace limitproof {

/// Slow clients, see slow_load: all connections in step, a byte each.
class slow_sender : public phase_sender {
 public:
  slow_sender(surroundings const& around, slow_load const& load)
      : phase_sender(around), pause_ns_(load.pause.count()), begun_(around.connections) {}

  void send_due(std::int64_t now_ns) override;

  void miss_due(std::int64_t) override {}  // a client that comes late comes late

  [[nodiscard]] bool is_over(std::int64_t) const override { return is_given_up_; }

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t) const override {
    return std::min(next_step_ns(), end_ns());
  }

 private:
  [[nodiscard]] std::int64_t next_step_ns() const {
    return start_ns() + static_cast<std::int64_t>(steps_) * pause_ns_;
  }

  void begin_where_free();
  void step();
  void give_up();

  std::int64_t pause_ns_;
  std::uint64_t steps_ = 0;
  std::vector<std::uint64_t> begun_;  ///< requests, by connection
  bool is_given_up_ = false;
};

}  // namespace limitproof
