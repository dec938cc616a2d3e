#include "harness/guard/latency_histogram.hpp"

#include <algorithm>

namespace limitproof {

void latency_histogram::add(duration took) {
  auto const* const bound = std::lower_bound(latency_bounds.begin(), latency_bounds.end(), took);
  ++counts[static_cast<std::size_t>(bound - latency_bounds.begin())];
  sum_ns += took.count();
}

latency_histogram& operator+=(latency_histogram& sum, latency_histogram const& part) {
  for (std::size_t i = 0; i < sum.counts.size(); ++i) sum.counts[i] += part.counts[i].value();
  sum.sum_ns += part.sum_ns.value();
  return sum;
}

}  // namespace limitproof
