#include "harness/guard/local_bucket.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

/// The ns in which `count` for each of them adds up to `level`; saturates.
duration time_to_gain(wide level, std::int64_t count) {
  constexpr wide longest = std::numeric_limits<std::int64_t>::max();
  auto const ns = level <= 0 ? wide{0} : (level + count - 1) / count;
  return duration(static_cast<std::int64_t>(std::min(ns, longest)));
}

}  // namespace

local_bucket::local_bucket(local_share const& share, std::size_t most_keys)
    : most_keys_(most_keys) {
  for (auto const& l : share.whole) {
    auto const burst = std::max<std::int64_t>(1, l.burst / share.of);
    auto const permit = wide{l.per.count()} * share.of;
    auto const fills_in = time_to_gain(permit * burst, l.count);
    allowances_.push_back({l.burst, burst, l.count, permit, fills_in});
    fills_in_ = std::max(fills_in_, fills_in);
  }
  others_ = full({}, time_point{});
}

result<decision> local_bucket::take(std::string_view key, permits cost, time_point now) {
  for (auto const& a : allowances_)
    if (cost.value < 0 || cost.value > a.whole_burst)
      return error{errc::invalid_cost,
                   "a cost of " + std::to_string(cost.value) +
                       " can never be admitted: from 0 to " + std::to_string(a.whole_burst) +
                       " can"};
  drop_full(now);

  auto const known = by_key_.find(key);
  bool const is_new = known == by_key_.end() && by_key_.size() < most_keys_;
  bucket fresh;
  if (is_new) fresh = full(key, now);
  auto& asked = is_new ? fresh : known == by_key_.end() ? others_ : *known->second;
  refill(asked, now);
  if (known != by_key_.end()) by_use_.splice(by_use_.end(), by_use_, known->second);
  auto const decided = judge(asked, cost.value);
  if (!decided.admitted || cost.value == 0) return decided;

  charge(asked, cost.value);
  if (is_new) {
    by_use_.push_back(std::move(fresh));
    by_key_.emplace(by_use_.back().key, std::prev(by_use_.end()));
  }
  return decided;
}

local_bucket::bucket local_bucket::full(std::string_view key, time_point now) const {
  bucket b{std::string(key), {}, now};
  for (auto const& a : allowances_) b.levels.push_back(a.permit * a.burst);
  return b;
}

void local_bucket::refill(bucket& b, time_point now) const {
  wide const passed = (now - b.at).count();
  for (std::size_t i = 0; i < allowances_.size(); ++i) {
    auto const& a = allowances_[i];
    b.levels[i] = std::min(b.levels[i] + passed * a.count, a.permit * a.burst);
  }
  b.at = now;
}

/// The limit that binds is the one that denies longest; of an admission the one with least left.
decision local_bucket::judge(bucket const& b, std::int64_t cost) const {
  decision found;
  found.local = true;
  found.admitted = true;
  for (std::size_t i = 0; i < allowances_.size(); ++i) {
    auto const& a = allowances_[i];
    auto const missing = a.permit * std::min(cost, a.burst) - b.levels[i];
    auto const wait = cost > a.burst ? a.fills_in : time_to_gain(missing, a.count);
    auto const left = static_cast<std::int64_t>(b.levels[i] / a.permit);
    bool const denies = wait > duration::zero();
    bool const binds = denies ? found.admitted || wait > found.retry_after
                              : found.admitted && (i == 0 || left < found.remaining);
    if (!binds) continue;
    found.admitted = !denies;
    found.binding_limit = i;
    found.limit = a.burst;
    found.remaining = left;
    found.retry_after = wait;
    found.reset_after = time_to_gain(a.permit * a.burst - b.levels[i], a.count);
  }
  if (!found.admitted) return found;

  auto const& bound = allowances_[found.binding_limit];
  found.remaining -= cost;
  auto const level = b.levels[found.binding_limit] - bound.permit * cost;
  found.reset_after = time_to_gain(bound.permit * bound.burst - level, bound.count);
  return found;
}

void local_bucket::charge(bucket& b, std::int64_t cost) const {
  for (std::size_t i = 0; i < allowances_.size(); ++i) b.levels[i] -= allowances_[i].permit * cost;
}

void local_bucket::drop_full(time_point now) {
  while (!by_use_.empty() && now - by_use_.front().at >= fills_in_) {
    by_key_.erase(by_use_.front().key);
    by_use_.pop_front();
  }
}

}  // namespace limitproof
