#include "harness/check/permit_meter.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>

// A bucket keeps the theoretical arrival time of GCRA, one mark for each request:
//
//     earliest = mark + (cost - burst)·interval        mark' = max(mark, time) + cost·interval
//
// For stairs number the permits and let t be their times. Any interval conforms iff for all q ≥ 1
//
//     t[p] ≥ t[p - q·count - slack] + q·per - early
//
// With mark[p] = max over q ≥ 0 of t[p - q·count] + q·per = max(t[p], mark[p - count] + per) that
// is one condition, t[p] ≥ mark[p - count - slack] + per - early. Marks never decrease, so the last
// permit of a request decides. Example, fixed windows of 1 per 10 anchored anywhere (early = 9),
// permits at 0 and 1: mark = 0, 10; the third is free at 10 + 10 - 9 = 11, as ⌈10/10⌉ + 1 = 2 are
// all that may lie in [0, 10].
//
// Windows of the store's clock are stairs over their numbers, with per = 1 and early = 0.

namespace limitproof {

namespace {

std::size_t count_of(std::int64_t permits) {
  return static_cast<std::size_t>(permits);
}

}  // namespace

permit_meter::permit_meter(judged_curve const& judged, std::int64_t scale)
    : scale_(scale), windows_(judged.windows) {
  if (auto const* const affine = std::get_if<affine_curve>(&judged.curve)) {
    LIMITPROOF_ASSERT(affine->count > 0);
    LIMITPROOF_ASSERT(scale % affine->count == 0);
    LIMITPROOF_ASSERT(!windows_);
    bucket_ = bucket{wide{affine->per} * (scale / affine->count), affine->burst};
    return;
  }
  auto const& curve = std::get<stair_curve>(judged.curve);
  auto const per = windows_ ? wide{1} : wide{curve.per} * scale;
  auto const early = windows_ ? wide{0} : scaled_early(curve, scale);
  stairs_ = {count_of(curve.count), count_of(curve.slack), per, early};
}

wide permit_meter::mark_before(std::size_t back) const {
  return back > marks_.size() ? -never : marks_[marks_.size() - back];
}

wide permit_meter::earliest(std::int64_t cost) const {
  if (bucket_) {
    if (cost > bucket_->burst) return never;
    auto const mark = mark_before(1);
    return mark == -never ? mark : mark + (cost - bucket_->burst) * bucket_->interval;
  }
  auto const at_once = stairs_.count + stairs_.slack;
  if (count_of(cost) > at_once) return never;
  auto const mark = mark_before(at_once - count_of(cost - 1));
  if (mark == -never) return mark;
  auto const earliest = mark + stairs_.per - stairs_.early;
  return windows_ ? (earliest * windows_->per - windows_->offset_ns) * scale_ : earliest;
}

void permit_meter::take(wide time, std::int64_t cost) {
  if (bucket_) {
    marks_.push_back(std::max(mark_before(1), time) + cost * bucket_->interval);
    return;
  }
  auto const told = windows_ ? window_number(*windows_, time, scale_) : time;
  for (std::int64_t permit = 0; permit < cost; ++permit) {
    auto const earlier = mark_before(stairs_.count);
    marks_.push_back(earlier == -never ? told : std::max(told, earlier + stairs_.per));
  }
}

void permit_meter::give_back(std::int64_t cost) {
  auto const marks = bucket_ ? 1 : count_of(cost);
  LIMITPROOF_ASSERT(marks <= marks_.size());
  marks_.resize(marks_.size() - marks);
}

void permit_meter::keep(std::size_t requests, std::size_t permits) {
  auto const marks = bucket_ ? requests + 1 : permits + stairs_.count + stairs_.slack;
  if (marks_.size() <= marks) return;
  marks_.erase(marks_.begin(), marks_.end() - static_cast<std::ptrdiff_t>(marks));
}

}  // namespace limitproof
