#include "harness/load/pacer.hpp"

namespace limitproof {

pacer::pacer(planned_phase const& planned,
             paced_load const& load,
             thread_share share,
             duration late_limit)
    : times_(load),
      pipeline_(load.pipeline),
      start_ns_(planned.start.count()),
      late_limit_ns_(late_limit.count()),
      requests_(load.requests),
      step_(std::uint64_t{share.of} * load.pipeline),
      index_(std::uint64_t{share.index} * load.pipeline) {
  compute_due();
}

pacer::pacer(planned_phase const& planned,
             ramp_load const& load,
             thread_share share,
             duration late_limit)
    : times_(load),
      pipeline_(1),
      start_ns_(planned.start.count()),
      late_limit_ns_(late_limit.count()),
      requests_(load.requests),
      step_(share.of),
      index_(share.index) {
  compute_due();
}

void pacer::advance() {
  index_ += step_;
  compute_due();
}

void pacer::compute_due() {
  if (!is_exhausted()) due_ns_ = start_ns_ + times_.of(index_).count();
}

}  // namespace limitproof
