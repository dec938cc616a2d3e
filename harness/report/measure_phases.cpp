#include "harness/report/measure_phases.hpp"

#include "harness/report/percentiles.hpp"

#include <cstddef>
#include <utility>

namespace limitproof {

std::vector<phase_use> measure_phases(plan const& p, history const& h) {
  std::vector<phase_use> rows;
  for (auto const& planned : p.phases) rows.push_back({planned.number});
  std::vector<std::vector<std::int64_t>> times_ns(rows.size());
  for (auto const& op : h.operations) {
    if (op.sent_ns == absent || op.phase >= rows.size()) continue;
    auto& row = rows[op.phase];
    ++row.requests;
    row.admitted += op.result == outcome::admitted;
    row.denied += op.result == outcome::denied;
    if (op.received_ns != absent) times_ns[op.phase].push_back(op.received_ns - op.sent_ns);
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].latency = percentiles_of(std::move(times_ns[i]));
  return rows;
}

}  // namespace limitproof
