#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace limitproof {

/// What is known of requests between their sending and their answer, by position. Positions rise;
/// memory goes from the oldest one still in flight.
template <class Known>
class in_flight {
 public:
  [[nodiscard]] std::size_t count() const { return count_; }

  /// The place of `position`, larger than all before it, to be filled; valid until the next one.
  [[nodiscard]] Known& open(std::size_t position) {
    if (count_ == 0) oldest_ = position;
    while (position - oldest_ >= ring_.size()) grow();
    end_ = position + 1;
    ++count_;
    auto& opened = slot_of(position);
    opened.is_open = true;
    return opened.known;
  }

  /// `position` was opened and not yet closed.
  [[nodiscard]] Known const& at(std::size_t position) { return slot_of(position).known; }

  void close(std::size_t position) {
    slot_of(position).is_open = false;
    --count_;
    while (oldest_ < end_ && !slot_of(oldest_).is_open) ++oldest_;
  }

 private:
  struct slot {
    Known known{};
    bool is_open = false;
  };

  [[nodiscard]] slot& slot_of(std::size_t position) { return ring_[position & (ring_.size() - 1)]; }

  void grow() {
    constexpr std::size_t least = 16;
    std::vector<slot> larger(ring_.empty() ? least : 2 * ring_.size());
    for (auto position = oldest_; position < end_ && !ring_.empty(); ++position)
      larger[position & (larger.size() - 1)] = std::move(slot_of(position));
    ring_ = std::move(larger);
  }

  std::vector<slot> ring_;  ///< a power of two of them, position p at p modulo that
  std::size_t oldest_ = 0;  ///< of those in flight
  std::size_t end_ = 0;     ///< behind the newest
  std::size_t count_ = 0;
};

}  // namespace limitproof
