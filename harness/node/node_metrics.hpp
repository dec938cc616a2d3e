#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/node/answer_tallies.hpp"

#include <string>

namespace limitproof {

/// What one thread of a node counts: written by that thread alone, read by any.
struct node_metrics {
  answer_tallies answers;
  guard_tallies guards;
};

node_metrics& operator+=(node_metrics& sum, node_metrics const& part);

/// Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/):
/// every family with HELP and TYPE, times in seconds, counters ending in `_total`. `policy` labels
/// what depends on the promise; any text.
[[nodiscard]] std::string to_prometheus(node_metrics const& metrics, std::string const& policy);

}  // namespace limitproof
