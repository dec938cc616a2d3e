#include "harness/check/admissions.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>

namespace limitproof {

namespace {

bool is_counted(operation const& op) {
  return op.result == outcome::admitted && op.cost > 0;
}

admission admission_of(operation const& op, std::size_t index) {
  if (op.sent_ns < 0 || op.received_ns < op.sent_ns)
    throw std::invalid_argument("operation " + std::to_string(op.id) +
                                " was admitted, but sent at " + std::to_string(op.sent_ns) +
                                " ns and answered at " + std::to_string(op.received_ns) + " ns");
  return {op.sent_ns, op.received_ns, static_cast<std::uint32_t>(index), op.cost};
}

}  // namespace

admissions_by_key group_admissions(history const& h, std::size_t key_count) {
  admissions_by_key groups;
  groups.first.assign(key_count + 1, 0);
  for (auto const& op : h.operations)
    if (is_counted(op)) ++groups.first[op.key + 1];
  std::partial_sum(groups.first.begin(), groups.first.end(), groups.first.begin());

  groups.all.resize(groups.first.back());
  for (std::size_t i = 0; i < h.operations.size(); ++i) {
    auto const& op = h.operations[i];
    if (is_counted(op)) groups.all[groups.first[op.key]++] = admission_of(op, i);
  }
  // Filling moved each key's start onto the next key's.
  std::rotate(groups.first.begin(), groups.first.end() - 1, groups.first.end());
  groups.first.front() = 0;

  auto const earlier = [&](admission const& a, admission const& b) {
    return std::tuple(a.sent_ns, a.received_ns, h.operations[a.operation].id) <
           std::tuple(b.sent_ns, b.received_ns, h.operations[b.operation].id);
  };
  for (std::size_t key = 0; key < key_count; ++key) {
    auto const begin = groups.all.begin() + static_cast<std::ptrdiff_t>(groups.first[key]);
    auto const end = groups.all.begin() + static_cast<std::ptrdiff_t>(groups.first[key + 1]);
    if (!std::is_sorted(begin, end, earlier)) std::sort(begin, end, earlier);
  }
  return groups;
}

std::int64_t total_cost(std::span<admission const> requests) {
  return std::accumulate(
      requests.begin(), requests.end(), std::int64_t{0}, [](std::int64_t sum, admission const& r) {
        return sum + r.cost;
      });
}

}  // namespace limitproof
