#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limitproof {

/// The answers of requests, the earliest first; of equal times that of the one sent earlier. They
/// are added many at a time, ahead of their sending: to sort as many by the digits of their times
/// takes a third of what a heap takes, which sorts one in after the other. A heap is answer_queue,
/// for answers that can only be added one by one.
class answer_order {
 public:
  /// How many requests to add next, at most `left`: as many as wait, so that merging them in takes
  /// O(1) for each.
  [[nodiscard]] std::size_t make_room(std::size_t left);

  /// Of the request at `position`, larger than all before it.
  void add(std::int64_t at_ns, std::size_t position) { added_.push_back({at_ns, position}); }

  /// Puts all that were added among those that wait.
  void sort_in();

  [[nodiscard]] bool empty() const { return first_ == waiting_.size(); }

  [[nodiscard]] std::int64_t first_ns() const { return waiting_[first_].at_ns; }

  /// Takes the first one out; its position.
  std::size_t pop() { return waiting_[first_++].position; }

 private:
  struct answer {
    std::int64_t at_ns;
    std::size_t position;
  };

  void sort_added();
  void sort_added_by_digits();

  std::vector<answer> waiting_;  ///< from first_ on, in order
  std::size_t first_ = 0;
  std::vector<answer> added_;
  std::vector<answer> scratch_;
};

}  // namespace limitproof
