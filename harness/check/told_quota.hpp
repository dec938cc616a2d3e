#pragma once

#include "harness/check/breach_list.hpp"
#include "harness/model/evidence.hpp"

#include <cstdint>

namespace limitproof {

/// Whether the limiter's claims bind what it tells of one key over time: one count for all nodes,
/// and one limit, so that every answer speaks of the same quota.
[[nodiscard]] bool is_one_quota(evidence const& e);

/// Compares what answers for one key told with what earlier ones had told, where it is certain
/// which was decided first. Returns how many answers' remaining could be compared.
std::int64_t judge_told_quotas(evidence const& e, breach_list& breaches);

}  // namespace limitproof
