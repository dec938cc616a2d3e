#pragma once

#include "harness/guard/guard_tallies.hpp"
#include "harness/node/answer_tallies.hpp"
#include "harness/policy_sources/tier_cache.hpp"

#include <map>
#include <string>

namespace limitproof {

/// What became of changes to the policies of a node that follows several.
struct policy_tallies {
  tally updates;   ///< taken over
  tally refusals;  ///< that could not be, and left the policies as they were
};

/// What one thread of a node counts: written by that thread alone, read by any.
struct node_metrics {
  std::map<std::string, answer_tallies> answers;  ///< by policy
  guard_tallies guards;
  tier_tallies tiers{};
  policy_tallies policies{};
};

/// Under what answers are counted where a node has one policy, or no policy was chosen.
inline constexpr auto default_policy = "default";

node_metrics& operator+=(node_metrics& sum, node_metrics const& part);

/// Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/):
/// every family with HELP and TYPE, times in seconds, counters ending in `_total`. A policy's name
/// may be any text.
[[nodiscard]] std::string to_prometheus(node_metrics const& metrics);

}  // namespace limitproof
