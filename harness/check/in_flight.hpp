#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace limitproof {

/// What is known of requests between their sending and their answer, by position. Positions rise;
/// memory goes from the oldest one still in flight.
template <class Known>
class in_flight {
 public:
  [[nodiscard]] std::size_t count() const { return count_; }

  void open(std::size_t position, Known known) {
    if (since_oldest_.empty()) oldest_ = position;
    since_oldest_.resize(position - oldest_);
    since_oldest_.emplace_back(std::move(known));
    ++count_;
  }

  /// `position` was opened and not yet taken.
  [[nodiscard]] Known take(std::size_t position) {
    auto& place = since_oldest_[position - oldest_];
    auto known = std::move(*place);
    place.reset();
    --count_;
    for (; !since_oldest_.empty() && !since_oldest_.front(); ++oldest_) since_oldest_.pop_front();
    return known;
  }

 private:
  std::deque<std::optional<Known>> since_oldest_;
  std::size_t oldest_ = 0;
  std::size_t count_ = 0;
};

}  // namespace limitproof
