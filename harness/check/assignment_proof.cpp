#include "harness/check/assignment_proof.hpp"

#include <algorithm>

// Affine: [a, b] holds too much iff interval·(permits up to b - permits before a) > burst·interval
// + b - a, so the start to fear is the one with the largest a - interval·(permits before a).
//
// Stairs: permit p conforms iff t[p] - t[j] ≥ q·per - early for every j = p - slack - q·count with
// q ≥ 1. All these j have one remainder mod count, so the one to fear has the largest t[j] - per·(j
// div count).

namespace limitproof {

namespace {

constexpr wide no_start = -(wide{1} << 124);

}  // namespace

assignment_proof::assignment_proof(std::span<admission const> requests,
                                   std::span<judged_curve const> curves,
                                   std::int64_t scale)
    : requests_(requests),
      curves_(curves),
      scale_(scale),
      seen_(requests.size(), false),
      missing_(requests.size()),
      last_time_(no_start) {
  for (auto const& judged : curves) {
    if (auto const* const affine = std::get_if<affine_curve>(&judged.curve)) {
      auto const interval = wide{affine->per} * (scale / affine->count);
      states_.emplace_back(affine_state{interval, interval * affine->burst, no_start});
      continue;
    }
    auto const& stairs = std::get<stair_curve>(judged.curve);
    auto const per = judged.windows ? wide{1} : wide{stairs.per} * scale;
    auto const early = judged.windows ? wide{0} : scaled_early(stairs, scale);
    states_.emplace_back(stair_state{stairs, per, early, {}, {}});
  }
}

void assignment_proof::count_affine(affine_state& state, wide time, std::int64_t cost) {
  state.best = std::max(state.best, time - state.interval * permits_);
  auto const until = state.interval * (wide{permits_} + cost);
  sound_ = sound_ && until + state.best - time <= state.burst;
}

void assignment_proof::count_stairs(stair_state& state, wide time, std::int64_t permit) {
  auto const count = state.curve.count;
  state.recent.push_back(time);
  auto const number = permit - state.curve.slack;
  auto const last_bound = number - count;
  if (last_bound < 0) return;
  auto const before = state.recent.front() - state.per * (last_bound / count);
  state.recent.pop_front();
  auto const remainder = static_cast<std::size_t>(number % count);
  if (remainder == state.best.size()) state.best.push_back(no_start);
  auto& best = state.best[remainder];
  best = std::max(best, before);
  sound_ = sound_ && time - state.per * (number / count) >= best - state.early;
}

void assignment_proof::add(decision_time const& decided) {
  auto const& request = requests_[decided.request];
  sound_ = sound_ && !seen_[decided.request] && decided.time >= last_time_ &&
           decided.time >= wide{request.sent_ns} * scale_ &&
           decided.time <= wide{request.received_ns} * scale_;
  seen_[decided.request] = true;
  last_time_ = decided.time;
  --missing_;

  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (auto* const affine = std::get_if<affine_state>(&states_[i])) {
      count_affine(*affine, decided.time, request.cost);
      continue;
    }
    auto const& windows = curves_[i].windows;
    auto const told = windows ? window_number(*windows, decided.time, scale_) : decided.time;
    for (std::int64_t j = 0; j < request.cost; ++j)
      count_stairs(std::get<stair_state>(states_[i]), told, permits_ + j);
  }
  permits_ += request.cost;
}

}  // namespace limitproof
