#include "harness/check/most_spent.hpp"

#include <algorithm>

namespace limitproof {

most_spent_of_bucket::most_spent_of_bucket(limit const& l, clock_allowance const& clock)
    : count_(l.count), per_(l.per.count()), clock_(clock) {}

wide most_spent_of_bucket::drained(std::int64_t at) const {
  auto const passed = slowest(at, clock_) - slowest(last_, clock_);
  return std::max(answered_ - wide{count_} * passed, wide{0});
}

void most_spent_of_bucket::answered(std::int64_t cost, std::int64_t at) {
  in_flight_ -= cost;
  answered_ = drained(at) + wide{per_} * cost;
  last_ = at;
}

wide most_spent_of_bucket::most(std::int64_t at) const {
  // `slowest` is right to 1 ns.
  auto const short_by = clock_.step_ns + (clock_.drift_ppm > 0 ? 1 : 0);
  return drained(at) + wide{per_} * in_flight_ + wide{count_} * short_by;
}

void answered_since::add(std::int64_t cost, std::int64_t at) {
  kept_.push_back({at, cost});
  cost_ += cost;
}

std::int64_t answered_since::from(std::int64_t start) {
  for (; !kept_.empty() && kept_.front().at < start; kept_.pop_front()) cost_ -= kept_.front().cost;
  return cost_;
}

void most_spent_of_log::answered(std::int64_t cost, std::int64_t at) {
  in_flight_ -= cost;
  recent_.add(cost, at);
}

void most_spent_of_windows::answered(std::int64_t cost, std::int64_t at) {
  in_flight_ -= cost;
  in_window_.add(cost, at);
  if (fades_) in_both_.add(cost, at);
}

// With the store's clock at its earliest, `passed` of the window has passed. With the clock later
// the window either began earlier (by up to twice the bound) or is over, and then what it took
// counts for less.
wide most_spent_of_windows::most(std::int64_t at) {
  auto const earliest = at + offset_ns_ - bound_ns_;
  auto const passed = (earliest % per_ + per_) % per_;
  auto const start = at - passed - 2 * bound_ns_;
  auto const current = in_window_.from(start);
  wide const faded = fades_ ? wide{per_ - passed} * (in_both_.from(start - per_) - current) : 0;
  return wide{per_} * (in_flight_ + current) + faded;
}

}  // namespace limitproof
