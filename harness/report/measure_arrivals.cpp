#include "harness/report/measure_arrivals.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

constexpr std::int64_t peak_width_ns = 100'000'000;
constexpr std::int64_t most_buckets = 600;

duration bucket_for(std::int64_t last_ns) {
  std::int64_t decade = peak_width_ns;
  while (true) {
    for (std::int64_t const step : {1, 2, 5})
      if (last_ns / (step * decade) < most_buckets) return duration(step * decade);
    decade *= 10;
  }
}

void count_arrivals(arrival_series& series, history const& h) {
  std::int64_t last_ns = -1;
  for (auto const& op : h.operations) last_ns = std::max(last_ns, op.sent_ns);
  series.bucket = bucket_for(std::max<std::int64_t>(last_ns, 0));
  auto const bucket_ns = series.bucket.count();
  auto const buckets = last_ns < 0 ? 0 : static_cast<std::size_t>(last_ns / bucket_ns) + 1;
  series.sent.assign(buckets, 0);
  series.admitted.assign(buckets, 0);
  for (auto const& op : h.operations) {
    if (op.sent_ns < 0) continue;
    auto const bucket = static_cast<std::size_t>(op.sent_ns / bucket_ns);
    ++series.sent[bucket];
    if (op.result == outcome::admitted) ++series.admitted[bucket];
  }
}

/// When the clients of phase `phase` came back after a denial, in order.
std::vector<std::int64_t> returns_in(std::size_t phase, history const& h) {
  std::vector<std::int64_t> returns;
  std::map<std::uint32_t, bool> was_denied;  // by connection, which is the client
  for (auto const& op : h.operations) {
    if (op.phase != phase || op.sent_ns == absent) continue;
    auto& denied = was_denied[op.connection];
    if (denied) returns.push_back(op.sent_ns);
    denied = op.result == outcome::denied;
  }
  return returns;
}

std::int64_t most_within_a_peak(std::vector<std::int64_t> const& times) {
  std::size_t most = 0;
  std::size_t first = 0;
  for (std::size_t last = 0; last < times.size(); ++last) {
    while (times[last] - times[first] >= peak_width_ns) ++first;
    most = std::max(most, last - first + 1);
  }
  return static_cast<std::int64_t>(most);
}

std::optional<std::int64_t> peak_to_mean_milli(std::vector<std::int64_t> const& times) {
  if (times.empty() || times.back() - times.front() < peak_width_ns) return std::nullopt;
  wide const peak = most_within_a_peak(times);
  wide const length = times.back() - times.front();
  wide const count = static_cast<std::int64_t>(times.size());
  return static_cast<std::int64_t>(1000 * peak * length / (count * peak_width_ns));
}

}  // namespace

arrival_series measure_arrivals(plan const& p, history const& h) {
  arrival_series series;
  count_arrivals(series, h);
  for (std::size_t i = 0; i < p.phases.size(); ++i) {
    if (!std::holds_alternative<reactive_load>(p.phases[i].load)) continue;
    series.peak_to_mean_milli =
        std::max(series.peak_to_mean_milli, peak_to_mean_milli(returns_in(i, h)));
  }
  return series;
}

}  // namespace limitproof
