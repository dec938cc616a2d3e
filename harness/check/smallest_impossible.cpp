#include "harness/check/smallest_impossible.hpp"

#include "harness/check/place_decisions.hpp"

#include <algorithm>
#include <numeric>

// What cannot be placed usually involves the last few requests only, so those are tried first,
// twice as many each time. Then parts are left out, half of the rest at first and single requests
// at last, as in delta debugging (A. Zeller and R. Hildebrandt, IEEE TSE 28, 2002).

namespace limitproof {

namespace {

class shrinking {
 public:
  shrinking(std::span<admission const> requests, std::span<judged_curve const> curves)
      : requests_(requests), curves_(curves) {}

  std::vector<std::size_t> last_few() {
    std::vector<std::size_t> all(requests_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (std::size_t few = 4; few < all.size(); few *= 2) {
      std::vector<std::size_t> last(all.end() - static_cast<std::ptrdiff_t>(few), all.end());
      if (are_impossible(last)) return last;
    }
    return all;
  }

  std::vector<std::size_t> without_the_rest(std::vector<std::size_t> kept) {
    for (auto part = std::max<std::size_t>(1, kept.size() / 2); part > 0; part /= 2)
      for (std::size_t first = 0; first < kept.size();) {
        auto const begin = kept.begin() + static_cast<std::ptrdiff_t>(first);
        auto const end =
            kept.begin() + static_cast<std::ptrdiff_t>(std::min(first + part, kept.size()));
        std::vector<std::size_t> fewer(kept.begin(), begin);
        fewer.insert(fewer.end(), end, kept.end());
        if (are_impossible(fewer))
          kept = std::move(fewer);
        else
          first += part;
      }
    return kept;
  }

 private:
  bool are_impossible(std::vector<std::size_t> const& positions) {
    effort_ -= static_cast<std::int64_t>(positions.size());
    auto const scale = exact_scale(curves_, positions.size());
    if (effort_ < 0 || !scale) return false;
    std::vector<admission> some;
    some.reserve(positions.size());
    for (auto const i : positions) some.push_back(requests_[i]);
    placing_task task{some, {}, *scale};
    for (auto const& curve : curves_) task.meters.emplace_back(curve, *scale);
    auto const found = place_decisions(std::move(task), effort_, [](decision_time const&) {});
    return found.result == placing::impossible;
  }

  std::span<admission const> requests_;
  std::span<judged_curve const> curves_;
  std::int64_t effort_ = std::int64_t{1} << 21;
};

}  // namespace

std::vector<std::size_t> smallest_impossible(std::span<admission const> requests,
                                             std::span<judged_curve const> curves) {
  shrinking s(requests, curves);
  return s.without_the_rest(s.last_few());
}

}  // namespace limitproof
