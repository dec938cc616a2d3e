#include "harness/check/allowed_so_far.hpp"

#include "harness/check/wide.hpp"
#include "harness/model/assert.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace limitproof {

namespace {

constexpr auto never = duration::max();

void note_start(std::vector<duration>& first, planned_phase const& planned) {
  auto const& keys = planned.keys;
  auto const note = [&](std::uint32_t key) { first[key] = std::min(first[key], planned.start); };
  for (auto const key : keys.members) note(key);
  if (!keys.members.empty()) return;
  for (std::uint32_t i = 0; i < keys.count; ++i) note(keys.first + i);
}

std::int64_t saturated(wide value) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return value > most ? most : static_cast<std::int64_t>(value);
}

permits_by_then least_of(std::span<judged_limit const> limits, duration length) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  permits_by_then least{most, most};
  for (auto const& judged : limits) {
    least.promised =
        std::min(least.promised, most_admitted(judged.algorithm, judged.limit, length));
    least.judged = std::min(least.judged, most_admitted(judged, length));
  }
  return least;
}

}  // namespace

allowed_so_far::allowed_so_far(plan const& p, algorithm judged_by) {
  LIMITPROOF_ASSERT(judged_by != algorithm::none);
  std::vector<duration> first(p.keys.size(), never);
  for (auto const& planned : p.phases) note_start(first, planned);
  for (auto const start : first)
    if (start != never) ++keys_from_[start];
  for (auto const& l : p.scenario.policy.limits)
    limits_.push_back({judged_by, l, p.scenario.tolerance, std::nullopt});
}

permits_by_then allowed_so_far::at(duration elapsed) const {
  permits_by_then all;
  for (auto const& [start, keys] : keys_from_) {
    if (start > elapsed) break;
    auto const each = least_of(limits_, elapsed - start);
    all.promised = saturated(wide{each.promised} * keys + all.promised);
    all.judged = saturated(wide{each.judged} * keys + all.judged);
  }
  return all;
}

}  // namespace limitproof
