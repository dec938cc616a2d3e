#include "tests/unit/check/simulated_limiter.hpp"

#include <algorithm>
#include <stdexcept>

namespace limitproof {

std::int64_t simulated_limiter::taken_between(std::int64_t begin, std::int64_t end) const {
  std::int64_t sum = 0;
  for (auto const& [when, cost] : taken_)
    if (when >= begin && when <= end) sum += cost;
  return sum;
}

std::int64_t simulated_limiter::left_in_bucket(std::int64_t now_ns) const {
  auto const per = limit_.per.count();
  auto const full = limit_.burst * per;
  auto credit = full;
  std::int64_t last = 0;
  for (auto const& [when, cost] : taken_) {
    credit = std::min(full, credit + limit_.count * (when - last)) - cost * per;
    last = when;
  }
  return std::min(full, credit + limit_.count * (now_ns - last)) / per;
}

std::int64_t simulated_limiter::left_in_first_hit_window(std::int64_t now_ns) const {
  std::int64_t end = -1, used = 0;
  for (auto const& [when, cost] : taken_) {
    if (when >= end) {
      end = when + limit_.per.count();
      used = 0;
    }
    used += cost;
  }
  return now_ns < end ? limit_.count - used : limit_.count;
}

std::int64_t simulated_limiter::left(std::int64_t now_ns) const {
  auto const per = limit_.per.count();
  auto const phase = now_ns % per;
  switch (algorithm_) {
    case algorithm::none:
      break;
    case algorithm::token_bucket:
    case algorithm::gcra:
      return left_in_bucket(now_ns);
    case algorithm::sliding_log:
      return limit_.count - taken_between(now_ns - per + 1, now_ns);
    case algorithm::sliding_counter: {
      auto const current = taken_between(now_ns - phase, now_ns);
      auto const previous = taken_between(now_ns - phase - per, now_ns - phase - 1);
      return (limit_.count * per - current * per - previous * (per - phase)) / per;
    }
    case algorithm::fixed_window:
      return limit_.count - taken_between(now_ns - phase, now_ns);
    case algorithm::fixed_window_first_hit:
      return left_in_first_hit_window(now_ns);
  }
  throw std::invalid_argument("no such limiter");
}

}  // namespace limitproof
