#pragma once

#include "harness/load/pacer.hpp"
#include "harness/load/phase_sender.hpp"

namespace limitproof {

/// Open loop, see paced_load and ramp_load.
class paced_sender : public phase_sender {
 public:
  template <class Load>
  paced_sender(surroundings const& around, Load const& load)
      : phase_sender(around), pace_(around.planned, load, around.share, around.late_limit) {}

  void send_due(std::int64_t now_ns) override;
  void miss_due(std::int64_t now_ns) override;

  [[nodiscard]] bool is_over(std::int64_t) const override { return pace_.is_exhausted(); }

  [[nodiscard]] std::int64_t next_change_ns(std::int64_t now_ns) const override {
    return pace_.next_change_ns(now_ns);
  }

 private:
  void skip_departure();

  pacer pace_;
};

}  // namespace limitproof
