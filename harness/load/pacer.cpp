#include "harness/load/pacer.hpp"

namespace limitproof {

pacer::pacer(planned_phase const& planned,
             paced_load const& load,
             thread_share share,
             duration late_limit)
    : rate_(load.rate),
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
  due_ns_ = start_ns_ + rate_.due(static_cast<std::int64_t>(index_)).count();
}

}  // namespace limitproof
