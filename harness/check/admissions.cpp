#include "harness/check/admissions.hpp"

#include <numeric>
#include <stdexcept>
#include <string>

namespace limitproof {

namespace {

bool is_counted(operation const& op) {
  return op.result == outcome::admitted && op.cost > 0 && !is_unplaced(op);
}

admission admission_of(operation const& op, std::size_t index) {
  if (op.sent_ns < 0 || op.received_ns < op.sent_ns)
    throw std::invalid_argument("operation " + std::to_string(op.id) +
                                " was admitted, but sent at " + std::to_string(op.sent_ns) +
                                " ns and answered at " + std::to_string(op.received_ns) + " ns");
  return {op.sent_ns, op.received_ns, static_cast<std::uint32_t>(index), op.cost};
}

}  // namespace

bool is_unplaced(operation const& op) {
  return (op.sent_ns == absent) != (op.received_ns == absent);
}

admissions_by_key group_admissions(history const& h, std::size_t key_count) {
  return group_by_key<admission>(h, key_count, is_counted, admission_of);
}

std::int64_t total_cost(std::span<admission const> requests) {
  return std::accumulate(
      requests.begin(), requests.end(), std::int64_t{0}, [](std::int64_t sum, admission const& r) {
        return sum + r.cost;
      });
}

}  // namespace limitproof
