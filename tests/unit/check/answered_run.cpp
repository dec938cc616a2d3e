#include "tests/unit/check/answered_run.hpp"

#include "harness/check/header_contract.hpp"

#include <algorithm>

namespace limitproof {

recorded_run run_of_shared_bucket() {
  auto run = run_of(algorithm::token_bucket, {50, duration(s), 100});
  run.claims.shared = run.claims.atomic = run.claims.exact = run.claims.retry_after = true;
  return run;
}

operation& keep(recorded_run& run,
                std::uint16_t status,
                std::vector<std::string> const& lines,
                std::string_view body) {
  auto const at = static_cast<std::int64_t>(run.history.operations.size()) * 10 * ms;
  auto const result = status == 429 ? outcome::denied : outcome::admitted;
  auto& op = add(run, result, at, at + ms);
  op.status = status;
  auto head = "HTTP/1.1 " + std::to_string(status) + " Reason\r\n";
  for (auto const& line : lines) head += line + "\r\n";
  run.history.samples.push_back({op.id, head, std::string(body)});
  op.head = static_cast<std::uint32_t>(run.history.samples.size());
  return op;
}

std::vector<std::string> breaches_of(recorded_run const& run) {
  std::vector<std::string> found;
  for (auto const& breach : check_header_contract(run.as_evidence(), {}).breaches)
    found.push_back(breach.rule + " " + std::string(to_name(breach.severity)));
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace limitproof
