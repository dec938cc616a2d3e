#include "harness/check/excess.hpp"

#include "harness/check/affine_excess.hpp"
#include "harness/check/stair_excess.hpp"
#include "harness/model/assert.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <variant>

namespace limitproof {

namespace {

overfull sweep(std::span<admission const> requests,
               judged_limit const& judged,
               counted_intervals counted) {
  auto const curve = curve_of(judged);
  if (auto const* const affine = std::get_if<affine_curve>(&curve))
    return affine_excess(requests, *affine, counted);
  return stair_excess(requests, std::get<stair_curve>(curve), counted);
}

// Aligned windows are a line in window numbers: from window i to window j, count·(j - i + 1).
affine_curve windows_curve(judged_limit const& judged) {
  auto const count = judged.limit.count;
  return {.burst = count + judged.tolerance.slack, .count = count, .per = 1};
}

std::int64_t most_in_windows(judged_limit const& judged, std::int64_t windows) {
  return judged.limit.count * windows + judged.tolerance.slack;
}

bool is_worse(excess const& a, excess const& b) {
  return permits_over(a) > permits_over(b);
}

/// Of the intervals that end at `end`, the one with the most above what is allowed: the sweeps tell
/// only where the worst one ends. `allowed` maps a length to permits.
template <class Allowed>
excess worst_ending_at(std::span<admission const> requests, std::int64_t end, Allowed allowed) {
  excess worst;
  std::int64_t permits = 0;
  for (auto r = requests.rbegin(); r != requests.rend(); ++r) {
    if (r->received_ns > end) continue;
    permits += r->cost;
    excess const candidate{{r->sent_ns, end}, permits, allowed(end - r->sent_ns), std::nullopt};
    if (is_worse(candidate, worst)) worst = candidate;
  }
  return worst;
}

std::optional<excess> worst_by_curve(std::span<admission const> requests,
                                     judged_limit const& judged) {
  auto const found = sweep(requests, judged, counted_intervals::worst);
  if (found.permits == 0) return std::nullopt;
  return worst_ending_at(requests, found.end_ns, [&](std::int64_t length) {
    return most_admitted(judged, duration(length));
  });
}

/// Those of `requests` that lie within `range`, where `ranges` has the interval to go by.
std::vector<admission> contained(std::span<admission const> requests,
                                 std::span<admission const> ranges,
                                 time_interval const& range) {
  std::vector<admission> inside;
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (ranges[i].sent_ns >= range.start_ns && ranges[i].received_ns <= range.end_ns)
      inside.push_back(requests[i]);
  return inside;
}

/// From the first send to the last answer.
time_interval hull(std::span<admission const> requests) {
  time_interval all{requests.front().sent_ns, requests.front().received_ns};
  for (auto const& r : requests) all.end_ns = std::max(all.end_ns, r.received_ns);
  return all;
}

std::optional<excess> worst_by_windows(std::span<admission const> requests,
                                       judged_limit const& judged) {
  if (!judged.aligned_to) return std::nullopt;
  auto const windowed = in_store_windows(requests, judged.limit.per, *judged.aligned_to);
  auto const curve = windows_curve(judged);
  auto const found = affine_excess(windowed, curve, counted_intervals::worst);
  if (found.permits == 0) return std::nullopt;
  auto worst = worst_ending_at(windowed, found.end_ns, [&](std::int64_t length) {
    return most_in_windows(judged, length + 1);
  });
  worst.windows = worst.interval.end_ns - worst.interval.start_ns + 1;
  worst.interval = hull(contained(requests, windowed, worst.interval));
  return worst;
}

/// An overfull interval and what lies in it.
struct crowd {
  std::vector<admission> requests;
  excess found;
};

// The fewest windows that hold too much, and within them the shortest stretch that does.
crowd shortest_by_windows(std::span<admission const> requests, judged_limit const& judged) {
  auto const windowed = in_store_windows(requests, judged.limit.per, *judged.aligned_to);
  auto const any_length = hull(windowed);
  auto const windows =
      shortest_overfull(windowed, windows_curve(judged), any_length.end_ns - any_length.start_ns);
  LIMITPROOF_ASSERT(windows.has_value());
  auto const count = windows->end_ns - windows->start_ns + 1;
  auto const allowed = most_in_windows(judged, count);

  auto const together = contained(requests, windowed, *windows);
  auto const all = hull(together);
  auto const interval =
      shortest_overfull(together, affine_curve{.burst = allowed}, all.end_ns - all.start_ns);
  LIMITPROOF_ASSERT(interval.has_value());
  auto inside = contained(together, together, *interval);
  auto const permits = total_cost(inside);
  return {std::move(inside), {*interval, permits, allowed, count}};
}

crowd shortest_by_curve(std::span<admission const> requests,
                        judged_limit const& judged,
                        std::int64_t longest) {
  auto const interval =
      std::visit([&](auto const& curve) { return shortest_overfull(requests, curve, longest); },
                 curve_of(judged));
  LIMITPROOF_ASSERT(interval.has_value());
  auto inside = contained(requests, requests, *interval);
  auto const permits = total_cost(inside);
  auto const length = duration(interval->end_ns - interval->start_ns);
  auto const allowed = most_admitted(judged, length);
  return {std::move(inside), {*interval, permits, allowed, std::nullopt}};
}

// The dearest first until they are too many: without the last one they are not, and the others cost
// no less. With unit costs: the first allowed + 1.
std::vector<admission> smallest_witness(crowd const& c) {
  std::vector<std::size_t> dearest(c.requests.size());
  std::iota(dearest.begin(), dearest.end(), std::size_t{0});
  std::stable_sort(dearest.begin(), dearest.end(), [&](std::size_t a, std::size_t b) {
    return c.requests[a].cost > c.requests[b].cost;
  });
  std::int64_t permits = 0;
  std::size_t taken = 0;
  while (permits <= c.found.allowed) permits += c.requests[dearest[taken++]].cost;
  dearest.resize(taken);
  std::sort(dearest.begin(), dearest.end());

  std::vector<admission> witness;
  witness.reserve(taken);
  for (auto const i : dearest) witness.push_back(c.requests[i]);
  return witness;
}

}  // namespace

loosened_limit loosened(judged_limit const& judged) {
  return loosened(judged.algorithm, judged.limit, judged.tolerance);
}

swept_curve curve_of(judged_limit const& judged) {
  auto const [l, slack] = loosened(judged);
  auto const per = l.per.count();
  switch (judged.algorithm) {
    case algorithm::none:
      break;
    case algorithm::token_bucket:
    case algorithm::gcra:
      return affine_curve{.burst = l.burst + slack, .count = l.count, .per = per};
    case algorithm::sliding_counter:
      return affine_curve{.burst = l.count + slack, .count = l.count, .per = per};
    case algorithm::sliding_log:
      return stair_curve{.count = l.count, .per = per, .early = 0, .slack = slack};
    case algorithm::fixed_window:
    case algorithm::fixed_window_first_hit:
      return stair_curve{.count = l.count, .per = per, .early = per - 1, .slack = slack};
  }
  LIMITPROOF_ASSERT(judged.algorithm != algorithm::none);
  return {};
}

std::int64_t most_admitted(judged_limit const& judged, duration length) {
  return most_admitted_with_slack(judged.algorithm, loosened(judged), length);
}

std::optional<excess> worst_excess(std::span<admission const> requests,
                                   judged_limit const& judged) {
  auto const by_windows = worst_by_windows(requests, judged);
  auto const by_curve = worst_by_curve(requests, judged);
  if (!by_windows || (by_curve && is_worse(*by_curve, *by_windows))) return by_curve;
  return by_windows;
}

std::int64_t total_excess(std::span<admission const> requests, judged_limit const& judged) {
  auto const by_curve = sweep(requests, judged, counted_intervals::disjoint).permits;
  if (!judged.aligned_to) return by_curve;
  auto const windowed = in_store_windows(requests, judged.limit.per, *judged.aligned_to);
  auto const by_windows =
      affine_excess(windowed, windows_curve(judged), counted_intervals::disjoint);
  return std::max(by_curve, by_windows.permits);
}

certificate shortest_certificate(std::span<admission const> requests,
                                 judged_limit const& judged,
                                 excess const& worst) {
  auto const longest = worst.interval.end_ns - worst.interval.start_ns;
  auto const shortest = worst.windows ? shortest_by_windows(requests, judged)
                                      : shortest_by_curve(requests, judged, longest);
  return {shortest.found, smallest_witness(shortest)};
}

}  // namespace limitproof
