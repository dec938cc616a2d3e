#include "harness/report/measure_latency.hpp"

#include "harness/report/percentiles.hpp"

#include <vector>

namespace limitproof {

namespace {

using instant = std::int64_t operation::*;

/// Percentiles of `to` − `from` over the operations that have both and are `wanted`.
template <class Wanted>
percentiles_us between(history const& h, instant from, instant to, Wanted wanted) {
  std::vector<std::int64_t> times_ns;
  for (auto const& op : h.operations)
    if (op.*from != absent && op.*to != absent && wanted(op)) times_ns.push_back(op.*to - op.*from);
  return percentiles_of(std::move(times_ns));
}

latency_table latency_from(history const& h, instant from) {
  auto const with = [&](auto wanted) { return between(h, from, &operation::received_ns, wanted); };
  latency_table table;
  table.all = with([](operation const&) { return true; });
  table.admitted = with([](operation const& op) { return op.result == outcome::admitted; });
  table.denied = with([](operation const& op) { return op.result == outcome::denied; });
  return table;
}

}  // namespace

latency_table latency_from_send(history const& h) {
  return latency_from(h, &operation::sent_ns);
}

latency_table latency_from_intended_send(history const& h) {
  return latency_from(h, &operation::intended_ns);
}

percentiles_us limiter_share(history const& h) {
  std::vector<std::int64_t> times_ns;
  for (auto const& op : h.operations)
    if (op.limiter_ns != absent) times_ns.push_back(op.limiter_ns);
  return percentiles_of(std::move(times_ns));
}

percentiles_us send_lag(plan const& p, history const& h) {
  auto const has_a_schedule = [&](operation const& op) {
    return op.phase >= p.phases.size() || is_open_loop(p.phases[op.phase].load);
  };
  return between(h, &operation::intended_ns, &operation::sent_ns, has_a_schedule);
}

}  // namespace limitproof
