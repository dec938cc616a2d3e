#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

namespace limitproof {

/// The cost of what happened up to a time: add all, `sum_up` once, then ask.
class cost_over_time {
 public:
  void add(std::int64_t at, std::int64_t cost) { steps_.push_back({at, cost}); }

  void sum_up() {
    std::sort(
        steps_.begin(), steps_.end(), [](step const& a, step const& b) { return a.at < b.at; });
    std::int64_t total = 0;
    for (auto& next : steps_) {
      total += next.cost;
      next.cost = total;
    }
  }

  [[nodiscard]] std::int64_t before(std::int64_t time) const {
    return sum_of_first(
        std::lower_bound(steps_.begin(), steps_.end(), time, [](step const& a, std::int64_t t) {
          return a.at < t;
        }));
  }

  [[nodiscard]] std::int64_t up_to(std::int64_t time) const {
    return sum_of_first(
        std::upper_bound(steps_.begin(), steps_.end(), time, [](std::int64_t t, step const& a) {
          return t < a.at;
        }));
  }

 private:
  struct step {
    std::int64_t at = 0;
    std::int64_t cost = 0;  ///< once summed up: of this step and all before it
  };

  [[nodiscard]] std::int64_t sum_of_first(std::vector<step>::const_iterator end) const {
    return end == steps_.begin() ? 0 : std::prev(end)->cost;
  }

  std::vector<step> steps_;
};

}  // namespace limitproof
