#pragma once

#include "harness/load/phase_sender.hpp"

#include <vector>

namespace limitproof {

/// Gate bursts, see gate_load: round after round, sends each connection's request but for its last
/// byte, waits until the round's release, and lets all of them go. What is stamped as sent is that
/// last byte, so the intervals of a burst are as short as they can be.
class gate_sender : public phase_sender {
 public:
  gate_sender(surroundings const& around, gate_load const& load);

  void send_due(std::int64_t now_ns) override;
  void miss_due(std::int64_t now_ns) override;

  [[nodiscard]] bool is_over(std::int64_t) const override { return round_ == load_.rounds; }

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t now_ns) const override;

 private:
  [[nodiscard]] std::int64_t hold_from_ns() const;
  [[nodiscard]] std::int64_t release_ns() const;
  void hold_more();
  void release();
  void next_round();

  gate_load load_;
  std::uint64_t round_ = 0;
  std::vector<bool> held_;  ///< by connection: its request lacks only the last byte
};

}  // namespace limitproof
