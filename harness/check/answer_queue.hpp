#pragma once

#include "harness/check/wide.hpp"

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace limitproof {

/// Answers that are still to come, the earliest first; of equal times the smallest value. Each
/// carries a value of whoever queues it.
class answer_queue {
 public:
  [[nodiscard]] bool empty() const { return answers_.empty(); }

  void push(std::int64_t at_ns, std::uint64_t value) {
    answers_.push((wide{at_ns} << value_bits) | value);
  }

  [[nodiscard]] std::int64_t first_ns() const {
    return static_cast<std::int64_t>(answers_.top() >> value_bits);
  }

  /// Takes the first one out; its value.
  std::uint64_t pop() {
    auto const value = static_cast<std::uint64_t>(answers_.top());
    answers_.pop();
    return value;
  }

 private:
  static constexpr int value_bits = 64;

  // Time and value in one number, as comparing that takes no branch.
  std::priority_queue<wide, std::vector<wide>, std::greater<>> answers_;
};

}  // namespace limitproof
