#pragma once

#include "harness/load/phase_sender.hpp"

namespace limitproof {

/// Closed loop: every connection sends again as soon as it was answered, `pipeline` requests
/// at a time.
class closed_sender : public phase_sender {
 public:
  closed_sender(surroundings const& around, closed_load const& load)
      : phase_sender(around),
        pipeline_(load.pipeline),
        next_index_(around.share.index * pipeline_) {}

  void send_due(std::int64_t now_ns) override;

  void miss_due(std::int64_t) override {}  // nothing is due in a closed loop

  [[nodiscard]] bool is_over(std::int64_t now_ns) const override { return now_ns >= end_ns(); }

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t) const override { return end_ns(); }

 private:
  std::uint64_t pipeline_;
  std::uint64_t next_index_;
};

}  // namespace limitproof
