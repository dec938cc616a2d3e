#include "harness/check/told_answers.hpp"

#include "harness/check/disturbances.hpp"

#include <algorithm>
#include <optional>

namespace limitproof {

namespace {

/// Which of the policy's limits an answer speaks of.
class spoken_of {
 public:
  explicit spoken_of(evidence const& e) {
    for (auto const& l : e.plan.scenario.policy.limits)
      capacities_.push_back(capacity(e.claims.algorithm, l));
  }

  [[nodiscard]] std::optional<std::uint16_t> by(operation const& op) const {
    auto const found = std::find(capacities_.begin(), capacities_.end(), op.limit);
    if (found == capacities_.end()) return std::nullopt;
    if (std::find(found + 1, capacities_.end(), op.limit) != capacities_.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - capacities_.begin());
  }

 private:
  std::vector<std::int64_t> capacities_;
};

bool is_timed_decision(operation const& op) {
  return (op.result == outcome::admitted || op.result == outcome::denied) && op.cost >= 0 &&
         op.remaining >= 0 && op.sent_ns >= 0 && op.received_ns >= op.sent_ns;
}

}  // namespace

requests_by_key<told_place> group_told(evidence const& e) {
  auto const keys = std::max(e.history.keys.size(), e.plan.keys.size());
  if (e.plan.scenario.policy.limits.size() == 1)
    return group_by_key<told_place>(
        e.history, keys, is_timed_decision, [](operation const&, std::size_t index) {
          return told_place{static_cast<std::uint32_t>(index), 0};
        });
  spoken_of const limits(e);
  auto const is_told = [&](operation const& op) {
    return is_timed_decision(op) && limits.by(op).has_value();
  };
  auto const place_of = [&](operation const& op, std::size_t index) {
    return told_place{static_cast<std::uint32_t>(index), *limits.by(op)};
  };
  auto told = group_by_key<told_place>(e.history, keys, is_told, place_of);
  for (std::size_t key = 0; key < told.keys(); ++key)
    std::stable_sort(told.all.begin() + static_cast<std::ptrdiff_t>(told.first[key]),
                     told.all.begin() + static_cast<std::ptrdiff_t>(told.first[key + 1]),
                     [](auto const& a, auto const& b) { return a.limit < b.limit; });
  return told;
}

std::string why_telling_is_not_judged(evidence const& e) {
  if (e.claims.algorithm == algorithm::none)
    return "the limiter declares no algorithm, so what it tells means nothing";
  if (!e.claims.shared)
    return "each node counts for itself, by the limiter's own claim, and tells its own count";
  if (!e.claims.exact)
    return "the limiter does not claim to be exact, so what it tells may be a guess";
  return why_counts_were_lost(e);
}

}  // namespace limitproof
