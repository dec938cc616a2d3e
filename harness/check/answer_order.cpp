#include "harness/check/answer_order.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <utility>

namespace limitproof {

namespace {

constexpr std::size_t fewest_at_once = 1024;
constexpr std::size_t fewest_by_digits = 64;
constexpr int digit_bits = 8;

constexpr auto earlier = [](auto const& a, auto const& b) {
  return std::tie(a.at_ns, a.position) < std::tie(b.at_ns, b.position);
};

constexpr auto by_time = [](auto const& a, auto const& b) { return a.at_ns < b.at_ns; };

}  // namespace

std::size_t answer_order::make_room(std::size_t left) {
  auto const count = std::min(left, std::max(fewest_at_once, waiting_.size() - first_));
  added_.reserve(count);
  return count;
}

void answer_order::sort_in() {
  sort_added();
  if (empty()) {
    waiting_.swap(added_);
  } else {
    // Of equal times those that wait were sent earlier, and a merge keeps them before the others.
    scratch_.resize(waiting_.size() - first_ + added_.size());
    std::merge(waiting_.begin() + static_cast<std::ptrdiff_t>(first_),
               waiting_.end(),
               added_.begin(),
               added_.end(),
               scratch_.begin(),
               by_time);
    waiting_.swap(scratch_);
  }
  first_ = 0;
  added_.clear();
}

void answer_order::sort_added() {
  if (added_.size() >= fewest_by_digits)
    sort_added_by_digits();
  else
    std::sort(added_.begin(), added_.end(), earlier);
}

// From the lowest digit to the highest, each pass keeping the order of equal digits; of the time
// since the earliest answer, which leaves few of them.
void answer_order::sort_added_by_digits() {
  auto const [first, last] = std::minmax_element(added_.begin(), added_.end(), by_time);
  auto const earliest = static_cast<std::uint64_t>(first->at_ns);
  auto const bits =
      static_cast<int>(std::bit_width(static_cast<std::uint64_t>(last->at_ns) - earliest));
  scratch_.resize(added_.size());
  for (int shift = 0; shift < bits; shift += digit_bits) {
    constexpr std::uint64_t largest_digit = (1U << digit_bits) - 1;
    auto const digit = [&](answer const& a) {
      return ((static_cast<std::uint64_t>(a.at_ns) - earliest) >> shift) & largest_digit;
    };
    std::array<std::size_t, largest_digit + 1> place{};
    for (auto const& a : added_) ++place[digit(a)];
    std::size_t before = 0;
    for (auto& count : place) before += std::exchange(count, before);
    for (auto const& a : added_) scratch_[place[digit(a)]++] = a;
    added_.swap(scratch_);
  }
}

}  // namespace limitproof
