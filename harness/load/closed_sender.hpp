#pragma once

#include "harness/load/phase_sender.hpp"

namespace limitproof {

/// Closed loop: every connection sends again as soon as it was answered.
class closed_sender : public phase_sender {
 public:
  explicit closed_sender(surroundings const& around)
      : phase_sender(around), next_index_(around.share.index) {}

  void send_due(std::int64_t now_ns) override;

  void miss_due(std::int64_t) override {}  // nothing is due in a closed loop

  [[nodiscard]] bool is_over(std::int64_t now_ns) const override { return now_ns >= end_ns(); }

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t) const override { return end_ns(); }

 private:
  std::uint64_t next_index_;
};

}  // namespace limitproof
