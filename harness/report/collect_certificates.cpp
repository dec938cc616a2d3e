#include "harness/report/collect_certificates.hpp"

#include <string>
#include <unordered_set>
#include <utility>

namespace limitproof {

namespace {

constexpr std::size_t most_shown = 200;

std::string name_at(std::vector<std::string> const& names, std::size_t index) {
  return index < names.size() ? names[index] : std::string();
}

proving_request described(operation const& op, history const& h) {
  return {op.id,
          name_at(h.keys, op.key),
          name_at(h.nodes, op.node),
          op.result,
          op.status,
          op.cost,
          op.sent_ns,
          op.received_ns,
          op.remaining};
}

certificate_rows certificate_of(finding const& f, history const& h) {
  certificate_rows rows;
  rows.check = f.check;
  std::unordered_set<std::uint64_t> const witness(f.witness.begin(), f.witness.end());
  for (auto const& op : h.operations) {
    if (rows.requests.size() == most_shown) break;
    if (witness.contains(op.id)) rows.requests.push_back(described(op, h));
  }
  rows.left_out = static_cast<std::int64_t>(witness.size() - rows.requests.size());
  return rows;
}

}  // namespace

std::vector<certificate_rows> collect_certificates(verdict const& v, history const& h) {
  std::vector<certificate_rows> certificates;
  for (auto const& f : v.findings)
    if (f.verdict == verdict_kind::fail && !f.witness.empty())
      certificates.push_back(certificate_of(f, h));
  return certificates;
}

}  // namespace limitproof
