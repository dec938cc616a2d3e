#include "harness/check/clock_track.hpp"

#include "harness/check/clock_drift.hpp"

#include <algorithm>
#include <cstdlib>

namespace limitproof {

clock_track::clock_track(std::int64_t drift_ppm, offset_range const& known)
    : drift_ppm_(drift_ppm), offset_(known) {}

// The clock showed [told, told + 1 µs) when the stamp was taken.
offset_range clock_track::range_of(clock_stamp const& stamp) const {
  auto const drift =
      drift_over(stamp.received_ns - stamp.sent_ns, drift_ppm_) + (drift_ppm_ > 0 ? 2 : 0);
  auto const told_ns = 1'000 * stamp.told_us;
  return {told_ns - stamp.received_ns - drift, told_ns + 1'000 - stamp.sent_ns + drift};
}

void clock_track::note_step(std::int64_t by_ns, clock_stamp const& stamp) {
  ++steps_;
  if (largest_step_ && std::abs(by_ns) <= std::abs(largest_step_->at_least_ns)) return;
  largest_step_ = clock_step{by_ns, {last_.sent_ns, stamp.received_ns}, last_.id, stamp.id};
  if (stamps_ == 0) largest_step_->before = stamp.id;
}

void clock_track::add(clock_stamp const& stamp) {
  auto const range = range_of(stamp);
  if (!offset_) {
    offset_ = range;
  } else {
    auto const drift =
        drift_over(stamp.sent_ns, drift_ppm_) - drift_over(last_.sent_ns, drift_ppm_);
    auto const least = offset_->least_ns - drift;
    auto const most = offset_->most_ns + drift;
    if (range.least_ns > most || range.most_ns < least) {
      note_step(range.least_ns > most ? range.least_ns - most : range.most_ns - least, stamp);
      offset_ = range;
    } else {
      offset_ = {std::max(least, range.least_ns), std::min(most, range.most_ns)};
    }
  }
  ++stamps_;
  last_ = stamp;
}

}  // namespace limitproof
