#include "harness/report/measure_outages.hpp"

#include "harness/model/curve.hpp"
#include "harness/report/percentiles.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

namespace limitproof {

namespace {

constexpr auto never = std::numeric_limits<std::int64_t>::max();

bool is_degraded(operation const& op) {
  return op.result == outcome::admitted_degraded || op.result == outcome::denied_degraded;
}

std::optional<std::int64_t> taken_effect(injection const& done) {
  return done.end_ns == absent ? std::nullopt : std::optional(done.end_ns);
}

/// What keeps nodes from their store: that it does not run, or what was done to the way there.
struct hindrance {
  bool halted = false;
  bool way_spoilt = false;

  [[nodiscard]] bool any() const { return halted || way_spoilt; }

  void change(fault_action action) {
    if (concerns_way(action)) way_spoilt = action != fault_action::heal;
    if (action == fault_action::kill || action == fault_action::stop) halted = true;
    if (action == fault_action::restart || action == fault_action::resume) halted = false;
  }
};

/// The faults of the store as rows with their times only.
std::vector<outage_row> stretches_without_store(std::vector<injection> const& injections) {
  std::vector<outage_row> rows;
  hindrance now;
  for (auto const& done : injections) {
    auto const action = done.what.action;
    if (done.what.target != store_target) continue;
    if (!now.any()) {
      if (action == fault_action::heal) continue;
      outage_row row;
      row.fault = action;
      row.began_ns = done.begin_ns;
      rows.push_back(row);
    }
    now.change(action);
    if (!now.any()) rows.back().back_ns = taken_effect(done);
  }
  return rows;
}

struct time_span {
  std::int64_t from_ns = 0;
  std::int64_t until_ns = never;  ///< not included
};

void note_degraded(outage_row& row, time_span const& reach, history const& h) {
  std::int64_t first = never;
  std::int64_t last = absent;
  for (auto const& op : h.operations) {
    if (!is_degraded(op) || op.received_ns < reach.from_ns || op.received_ns >= reach.until_ns)
      continue;
    ++(op.result == outcome::admitted_degraded ? row.admitted : row.denied);
    first = std::min(first, op.received_ns);
    last = std::max(last, op.received_ns);
  }
  if (last == absent) return;
  row.detection_us = (first - row.began_ns) / 1000;
  if (row.back_ns) row.recovery_us = std::max<std::int64_t>(0, last - *row.back_ns) / 1000;
}

percentiles_us latency_during(outage_row const& row, history const& h) {
  auto const back_ns = row.back_ns.value_or(never);
  std::vector<std::int64_t> times_ns;
  for (auto const& op : h.operations)
    if (op.sent_ns != absent && op.sent_ns <= back_ns && op.received_ns >= row.began_ns)
      times_ns.push_back(op.received_ns - op.sent_ns);
  return percentiles_of(std::move(times_ns));
}

/// One key's requests, as far as an outage goes.
struct key_requests {
  std::vector<operation const*> by_limiter;  ///< admitted by it
  std::int64_t first_sent_ns = never;        ///< of the degraded ones
  std::int64_t last_received_ns = absent;
  std::int64_t permits = 0;  ///< of the degraded admissions
};

std::map<std::uint32_t, key_requests> requests_of_keys(time_span const& reach, history const& h) {
  std::map<std::uint32_t, key_requests> keys;
  for (auto const& op : h.operations) {
    if (!is_degraded(op) || op.received_ns < reach.from_ns || op.received_ns >= reach.until_ns)
      continue;
    auto& key = keys[op.key];
    key.first_sent_ns = std::min(key.first_sent_ns, op.sent_ns);
    key.last_received_ns = std::max(key.last_received_ns, op.received_ns);
    if (op.result == outcome::admitted_degraded) key.permits += op.cost;
  }
  for (auto const& op : h.operations) {
    if (op.result != outcome::admitted) continue;
    auto const key = keys.find(op.key);
    if (key != keys.end() && op.received_ns <= key->second.last_received_ns)
      key->second.by_limiter.push_back(&op);
  }
  return keys;
}

/// What every limit of a policy lets through at most; `never` if that is not bounded.
struct promised_curve {
  algorithm judged;
  policy const& promised;

  std::int64_t operator()(std::int64_t length_ns) const {
    std::int64_t most = never;
    for (auto const& l : promised.limits)
      most = std::min(most, most_admitted(judged, l, duration(length_ns)));
    return most;
  }
};

std::int64_t left_for(key_requests& key, promised_curve const& curve) {
  std::sort(key.by_limiter.begin(), key.by_limiter.end(), [](auto const* a, auto const* b) {
    return a->sent_ns > b->sent_ns;
  });
  auto const end_ns = key.last_received_ns;
  auto least = curve(end_ns - key.first_sent_ns);
  std::int64_t admitted = 0;
  for (auto const* op : key.by_limiter) {
    admitted += op->cost;
    least = std::min(least, curve(end_ns - op->sent_ns) - admitted);
  }
  return std::max<std::int64_t>(0, least);
}

void account(outage_row& row,
             time_span const& reach,
             promised_curve const& curve,
             history const& h) {
  if (curve(0) == never) return;
  std::int64_t allowed = 0;
  std::int64_t overshoot = 0;
  for (auto& [name, key] : requests_of_keys(reach, h)) {
    auto const left = left_for(key, curve);
    allowed += left;
    overshoot += std::max<std::int64_t>(0, key.permits - left);
  }
  row.allowed = allowed;
  row.overshoot = overshoot;
}

}  // namespace

std::vector<outage_row> measure_outages(plan const& p,
                                        limiter_claims const& claims,
                                        history const& h) {
  auto rows = stretches_without_store(h.injections);
  promised_curve const curve{judged_algorithm(p.scenario.judge, claims.algorithm),
                             p.scenario.policy};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    time_span const reach{rows[i].began_ns, i + 1 < rows.size() ? rows[i + 1].began_ns : never};
    note_degraded(rows[i], reach, h);
    rows[i].latency = latency_during(rows[i], h);
    account(rows[i], reach, curve, h);
  }
  return rows;
}

}  // namespace limitproof
