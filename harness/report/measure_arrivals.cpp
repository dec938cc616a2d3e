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

constexpr std::int64_t tenths = 10;

std::vector<std::int64_t>& of_outcome(arrival_series& series, outcome result) {
  switch (result) {
    case outcome::admitted:
      return series.admitted;
    case outcome::denied:
      return series.denied;
    case outcome::admitted_degraded:
    case outcome::denied_degraded:
      return series.degraded;
    case outcome::not_decided:
      return series.not_decided;
    case outcome::open:
    case outcome::unknown:
    case outcome::not_sent:
      return series.unknown;
  }
  return series.unknown;
}

void note_remaining(arrival_series& series, std::size_t bucket, std::int64_t remaining) {
  if (remaining == absent) return;
  auto& least = series.remaining_least[bucket];
  auto& most = series.remaining_most[bucket];
  least = least == absent ? remaining : std::min(least, remaining);
  most = std::max(most, remaining);
}

/// The fullest tenth of each stretch, by the counts of all tenths.
std::vector<std::int64_t> fullest(std::vector<std::int64_t> const& counts) {
  std::vector<std::int64_t> most;
  for (auto first = counts.begin(); first != counts.end(); first += tenths)
    most.push_back(*std::max_element(first, first + tenths));
  return most;
}

void count_arrivals(arrival_series& series, history const& h) {
  std::int64_t last_ns = -1;
  for (auto const& op : h.operations) last_ns = std::max(last_ns, op.sent_ns);
  series.bucket = bucket_for(std::max<std::int64_t>(last_ns, 0));
  auto const bucket_ns = series.bucket.count();
  auto const buckets = last_ns < 0 ? 0 : static_cast<std::size_t>(last_ns / bucket_ns) + 1;
  for (auto* const counts : {&series.sent,
                             &series.admitted,
                             &series.denied,
                             &series.degraded,
                             &series.unknown,
                             &series.not_decided})
    counts->assign(buckets, 0);
  series.remaining_least.assign(buckets, absent);
  series.remaining_most.assign(buckets, absent);
  std::vector<std::int64_t> sent_in_tenth(buckets * tenths);
  std::vector<std::int64_t> admitted_in_tenth(buckets * tenths);
  for (auto const& op : h.operations) {
    if (op.sent_ns < 0) continue;
    auto const bucket = static_cast<std::size_t>(op.sent_ns / bucket_ns);
    auto const tenth = static_cast<std::size_t>(op.sent_ns / (bucket_ns / tenths));
    ++series.sent[bucket];
    ++of_outcome(series, op.result)[bucket];
    ++sent_in_tenth[tenth];
    if (op.result == outcome::admitted) ++admitted_in_tenth[tenth];
    note_remaining(series, bucket, op.remaining);
  }
  series.busiest_sent = fullest(sent_in_tenth);
  series.busiest_admitted = fullest(admitted_in_tenth);
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
