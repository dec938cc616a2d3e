#include "harness/report/measure_permits.hpp"

#include "harness/model/curve.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

using counts = std::vector<std::int64_t>;

constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();

/// α(i · bucket), of every limit the least.
counts most_within(plan const& p, algorithm judged, duration bucket, std::size_t stretches) {
  counts most(stretches + 1, unlimited);
  for (auto const& l : p.scenario.policy.limits) {
    auto const loose = loosened(judged, l, p.scenario.tolerance);
    for (std::size_t i = 0; i < most.size(); ++i)
      most[i] = std::min(
          most[i], most_admitted_with_slack(judged, loose, bucket * static_cast<std::int64_t>(i)));
  }
  return most;
}

/// How much of what happened at `times` had happened by the end of each stretch.
class running_sum {
 public:
  running_sum(duration bucket, std::size_t stretches)
      : bucket_ns_(bucket.count()), counts_(stretches) {}

  void add(std::int64_t time_ns, std::int64_t amount) {
    auto const stretch = static_cast<std::size_t>(time_ns / bucket_ns_);
    if (stretch < counts_.size()) counts_[stretch] += amount;
  }

  [[nodiscard]] counts by_end() const {
    auto sums = counts_;
    for (std::size_t i = 1; i < sums.size(); ++i) sums[i] += sums[i - 1];
    return sums;
  }

 private:
  std::int64_t bucket_ns_;
  counts counts_;
};

/// When each key asked first; `unlimited`: never.
counts first_asked(history const& h) {
  counts first;
  for (auto const& op : h.operations) {
    if (op.sent_ns < 0) continue;
    if (op.key >= first.size()) first.resize(op.key + std::size_t{1}, unlimited);
    first[op.key] = std::min(first[op.key], op.sent_ns);
  }
  return first;
}

std::int64_t saturated(wide permits) {
  return static_cast<std::int64_t>(std::min<wide>(permits, unlimited));
}

}  // namespace

permit_series measure_permits(
    plan const& p, algorithm judged, history const& h, duration bucket, std::size_t stretches) {
  running_sum received(bucket, stretches);
  running_sum sent(bucket, stretches);
  running_sum asked(bucket, stretches);
  for (auto const& op : h.operations) {
    if (op.result != outcome::admitted || op.sent_ns < 0) continue;
    sent.add(op.sent_ns, op.cost);
    if (op.received_ns >= 0) received.add(op.received_ns, op.cost);
  }
  for (auto const first_ns : first_asked(h)) asked.add(first_ns, 1);

  permit_series permits{received.by_end(), {}};
  auto const most = most_within(p, judged, bucket, stretches);
  if (most.front() == unlimited) return permits;
  auto const keys = asked.by_end();
  auto const sent_by_end = sent.by_end();
  for (std::size_t end = 0; end < stretches; ++end) {
    auto least = wide{keys[end]} * most[end + 1];
    for (std::size_t start = 1; start <= end; ++start)
      least =
          std::min(least, wide{sent_by_end[start - 1]} + wide{keys[end]} * most[end + 1 - start]);
    permits.allowed.push_back(saturated(least));
  }
  return permits;
}

}  // namespace limitproof
