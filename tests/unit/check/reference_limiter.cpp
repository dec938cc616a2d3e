#include "tests/unit/check/reference_limiter.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace limitproof {

namespace {

/// GCRA in units of 1/count ns: each permit moves the theoretical arrival time by `per`.
auto bucket(limit const& l) {
  return [l, theoretical = std::int64_t{0}](std::int64_t now) mutable {
    auto const arrival = std::max(theoretical, now * l.count);
    if (arrival - now * l.count > (l.burst - 1) * l.per.count()) return false;
    theoretical = arrival + l.per.count();
    return true;
  };
}

auto log(limit const& l) {
  return [l, admitted = std::deque<std::int64_t>()](std::int64_t now) mutable {
    while (!admitted.empty() && admitted.front() <= now - l.per.count()) admitted.pop_front();
    if (static_cast<std::int64_t>(admitted.size()) >= l.count) return false;
    admitted.push_back(now);
    return true;
  };
}

struct window_counts {
  std::int64_t window = 0, current = 0, previous = 0;

  void turn_to(std::int64_t next) {
    if (next == window) return;
    previous = next == window + 1 ? current : 0;
    current = 0;
    window = next;
  }
};

auto counter(limit const& l) {
  return [l, counts = window_counts()](std::int64_t now) mutable {
    auto const per = l.per.count();
    counts.turn_to(now / per);
    auto const weighted = counts.previous * (per - now % per) + counts.current * per;
    if (weighted + per > l.count * per) return false;
    ++counts.current;
    return true;
  };
}

auto aligned_window(limit const& l) {
  return [l, counts = window_counts()](std::int64_t now) mutable {
    counts.turn_to(now / l.per.count());
    return counts.current < l.count && ++counts.current > 0;
  };
}

auto first_hit_window(limit const& l) {
  return [l, end = std::int64_t{-1}, count = std::int64_t{0}](std::int64_t now) mutable {
    if (now >= end) {
      end = now + l.per.count();
      count = 0;
    }
    return count < l.count && ++count > 0;
  };
}

}  // namespace

std::function<bool(std::int64_t)> reference_limiter(algorithm a, limit const& l) {
  switch (a) {
    case algorithm::none:
      break;
    case algorithm::token_bucket:
    case algorithm::gcra:
      return bucket(l);
    case algorithm::sliding_log:
      return log(l);
    case algorithm::sliding_counter:
      return counter(l);
    case algorithm::fixed_window:
      return aligned_window(l);
    case algorithm::fixed_window_first_hit:
      return first_hit_window(l);
  }
  throw std::invalid_argument("no such limiter");
}

}  // namespace limitproof
