#include "harness/check/spend_counts.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using running_cost = std::pair<std::int64_t, std::int64_t>;

void add_up(std::vector<running_cost>& costs) {
  std::int64_t sum = 0;
  for (auto& [at, cost] : costs) cost = sum += cost;
}

std::int64_t cost_before(std::vector<running_cost> const& costs,
                         std::vector<running_cost>::const_iterator place) {
  return place == costs.begin() ? 0 : std::prev(place)->second;
}

}  // namespace

spend_counts::spend_counts(std::span<asked_request const> asked) {
  for (auto const& request : asked) {
    if (!request.may_spend) continue;
    sent_.emplace_back(request.sent_ns, request.cost);
    if (request.received_ns != never_ns) answered_.emplace_back(request.received_ns, request.cost);
  }
  std::sort(answered_.begin(), answered_.end());
  add_up(sent_);
  add_up(answered_);
}

std::int64_t spend_counts::sent_until(std::int64_t at) const {
  auto const later = [](std::int64_t t, running_cost const& c) { return t < c.first; };
  return cost_before(sent_, std::upper_bound(sent_.begin(), sent_.end(), at, later));
}

std::int64_t spend_counts::answered_before(std::int64_t at) const {
  auto const earlier = [](running_cost const& c, std::int64_t t) { return c.first < t; };
  return cost_before(answered_, std::lower_bound(answered_.begin(), answered_.end(), at, earlier));
}

}  // namespace limitproof
