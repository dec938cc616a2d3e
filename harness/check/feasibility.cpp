#include "harness/check/feasibility.hpp"

#include "harness/check/assignment_proof.hpp"
#include "harness/check/smallest_impossible.hpp"
#include "harness/model/assert.hpp"

#include <algorithm>
#include <utility>

// With the store's clock taken as it was measured, windows and curves are placed together. Where it
// may be off, each request may lie in any window that leaves it, and windows and curves are judged
// apart: both must be possible, and either can be impossible.
//
// Costs: a request of cost c is at least as hard to place as c requests of cost 1 with its
// interval, so where those are impossible, it is.

namespace limitproof {

namespace {

// Metering stairs takes a mark for each permit.
constexpr std::int64_t most_metered_permits = std::int64_t{1} << 27;
constexpr std::int64_t most_split_permits = std::int64_t{1} << 20;

stair_curve windows_curve(judged_limit const& judged) {
  return {.count = judged.limit.count, .per = 1, .early = 0, .slack = judged.tolerance.slack};
}

std::vector<judged_curve> curves_alone(std::span<judged_limit const> limits) {
  std::vector<judged_curve> curves;
  for (auto const& judged : limits) curves.push_back({curve_of(judged), std::nullopt});
  return curves;
}

/// With the store's clock as it was measured.
std::vector<judged_curve> curves_with_windows(std::span<judged_limit const> limits) {
  auto curves = curves_alone(limits);
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if (!limits[i].aligned_to) continue;
    clock_windows const windows{limits[i].limit.per.count(), limits[i].aligned_to->offset_ns};
    curves[i] = {windows_curve(limits[i]), windows};
  }
  return curves;
}

bool is_exact(std::optional<store_offset> const& clock) {
  return !clock ||
         (clock->bound_ns == 0 && clock->drift_ppm == 0 && clock->granularity == duration(0));
}

bool can_be_metered(std::span<admission const> requests, std::span<judged_limit const> limits) {
  auto const has_stairs = std::any_of(limits.begin(), limits.end(), [](judged_limit const& judged) {
    return judged.aligned_to || std::holds_alternative<stair_curve>(curve_of(judged));
  });
  return !has_stairs || total_cost(requests) <= most_metered_permits;
}

/// Places and proves.
placement placed(std::span<admission const> requests,
                 std::vector<judged_curve> const& curves,
                 std::int64_t& repairs) {
  auto const scale = exact_scale(curves, requests.size());
  if (!scale) return {};
  placing_task task{requests, {}, *scale};
  for (auto const& curve : curves) task.meters.emplace_back(curve, *scale);
  assignment_proof proof(requests, curves, *scale);
  auto const found = place_decisions(
      std::move(task), repairs, [&](decision_time const& decided) { proof.add(decided); });
  if (found.result == placing::complete) LIMITPROOF_ASSERT(proof.holds());
  return found;
}

/// The requests as so many of cost 1, with the position of each one's request.
struct single_permits {
  std::vector<admission> permits;
  std::vector<std::size_t> request;
};

single_permits split(std::span<admission const> requests) {
  single_permits single;
  for (std::size_t i = 0; i < requests.size(); ++i)
    for (std::int32_t permit = 0; permit < requests[i].cost; ++permit) {
      single.permits.push_back(requests[i]);
      single.permits.back().cost = 1;
      single.request.push_back(i);
    }
  return single;
}

/// Places all curves at once.
feasibility judged_by(std::span<admission const> requests,
                      std::vector<judged_curve> const& curves,
                      std::int64_t& repairs,
                      std::function<bool()> const& is_known_why) {
  auto const found = placed(requests, curves, repairs);
  if (found.result == placing::impossible && is_known_why()) return {placing::impossible, {}};
  if (found.result == placing::impossible)
    return {placing::impossible, smallest_impossible(requests.first(found.reached), curves)};
  auto const cost = total_cost(requests);
  if (found.result == placing::complete || cost == static_cast<std::int64_t>(requests.size()) ||
      cost > most_split_permits)
    return {found.result, {}};

  auto const single = split(requests);
  auto const by_permit = placed(single.permits, curves, repairs);
  if (by_permit.result != placing::impossible) return {};
  feasibility refuted{placing::impossible, {}};
  if (is_known_why()) return refuted;
  for (auto const i :
       smallest_impossible(std::span(single.permits).first(by_permit.reached), curves))
    refuted.involved.push_back(single.request[i]);
  auto& involved = refuted.involved;
  involved.erase(std::unique(involved.begin(), involved.end()), involved.end());
  return refuted;
}

feasibility judged_apart(std::span<admission const> requests,
                         std::span<judged_limit const> limits,
                         std::int64_t& repairs,
                         std::function<bool()> const& is_known_why) {
  auto all = judged_by(requests, curves_alone(limits), repairs, is_known_why);
  for (auto const& judged : limits) {
    if (all.result == placing::impossible) break;
    if (!judged.aligned_to) continue;
    auto const numbered = in_store_windows(requests, judged.limit.per, *judged.aligned_to);
    auto by_windows = judged_by(
        numbered, {judged_curve{windows_curve(judged), std::nullopt}}, repairs, is_known_why);
    if (by_windows.result != placing::complete) all = std::move(by_windows);
  }
  return all;
}

feasibility judged_together(std::span<admission const> requests,
                            std::span<judged_limit const> limits,
                            std::int64_t& repairs,
                            std::function<bool()> const& is_known_why) {
  auto const exact = std::all_of(limits.begin(), limits.end(), [](judged_limit const& judged) {
    return is_exact(judged.aligned_to);
  });
  auto const curves = curves_with_windows(limits);
  if (exact) return judged_by(requests, curves, repairs, is_known_why);
  if (placed(requests, curves, repairs).result == placing::complete) return {placing::complete, {}};
  return judged_apart(requests, limits, repairs, is_known_why);
}

std::int64_t slowest(std::span<admission const> requests) {
  std::int64_t longest = 0;
  for (auto const& r : requests) longest = std::max(longest, r.received_ns - r.sent_ns);
  return longest;
}

}  // namespace

feasibility decide_feasibility(std::span<admission const> requests,
                               std::span<judged_limit const> limits,
                               repair_budget& budget,
                               std::function<bool()> const& is_known_why) {
  if (!can_be_metered(requests, limits)) return {};
  auto const given = std::min(budget.one_key, budget.all_keys);
  auto repairs = given;
  auto decided = judged_together(requests, limits, repairs, is_known_why);
  budget.all_keys -= given - std::max(repairs, std::int64_t{0});
  return decided;
}

std::int64_t most_undecided(std::span<admission const> requests, judged_limit const& judged) {
  auto const latency = slowest(requests);
  auto const curve = curve_of(judged);
  if (auto const* const affine = std::get_if<affine_curve>(&curve))
    return static_cast<std::int64_t>(wide{affine->count} * latency / affine->per) + 1;
  auto const& stairs = std::get<stair_curve>(curve);
  return static_cast<std::int64_t>(
      std::min(wide{stairs.count} * (latency / stairs.per + 1), wide{total_cost(requests)}));
}

}  // namespace limitproof
