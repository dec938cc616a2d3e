#include "harness/report/count_per_variant.hpp"

#include <cstddef>
#include <optional>

namespace limitproof {

std::vector<variant_row> count_per_variant(plan const& p, history const& h) {
  std::vector<variant_row> rows;
  std::vector<std::optional<std::size_t>> first_row(p.phases.size());
  for (std::size_t i = 0; i < p.phases.size(); ++i) {
    auto const& pattern = p.phases[i].requests;
    if (pattern.is_usual()) continue;
    first_row[i] = rows.size();
    for (std::size_t v = 0; v < pattern.variants(); ++v)
      rows.push_back({p.phases[i].number, variant_at(pattern, v)});
  }
  for (auto const& op : h.operations) {
    if (op.sent_ns == absent || op.phase >= first_row.size() || !first_row[op.phase]) continue;
    if (op.variant >= p.phases[op.phase].requests.variants()) continue;
    auto& row = rows[*first_row[op.phase] + op.variant];
    ++row.requests;
    row.admitted += op.result == outcome::admitted;
    row.denied += op.result == outcome::denied;
  }
  return rows;
}

}  // namespace limitproof
