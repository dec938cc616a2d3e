#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace limitproof {

recorded_run run_of(algorithm a, limit const& l) {
  recorded_run run;
  run.claims.algorithm = a;
  run.plan.scenario.policy.limits = {l};
  run.plan.keys = {"attacker"};
  run.plan.phases = {planned_phase{.kind = "steady", .keys = {}, .load = paced_load{}}};
  run.history.keys = run.plan.keys;
  run.history.nodes = {"node-1", "node-2"};
  run.expected_nodes = run.history.nodes;
  return run;
}

recorded_run exact_run(algorithm a, limit const& l) {
  auto run = run_of(a, l);
  run.claims.exact = true;
  run.claims.shared = true;
  return run;
}

operation& add(recorded_run& run, outcome result, std::int64_t sent_ns, std::int64_t received_ns) {
  operation op;
  op.id = run.history.operations.size();
  op.intended_ns = sent_ns;
  op.sent_ns = sent_ns;
  op.received_ns = received_ns;
  op.node = static_cast<std::uint16_t>(op.id % 2);
  op.status = result == outcome::admitted ? 200 : 429;
  op.result = result;
  return run.history.operations.emplace_back(op);
}

void add_burst(recorded_run& run, int count, std::int64_t sent_ns, std::int64_t received_ns) {
  for (int i = 0; i < count; ++i) add(run, outcome::admitted, sent_ns, received_ns);
}

finding find(verdict const& v, check_name check) {
  auto const found = std::find_if(
      v.findings.begin(), v.findings.end(), [&](finding const& f) { return f.check == check; });
  REQUIRE(found != v.findings.end());
  return *found;
}

finding find(recorded_run const& run, check_name check) {
  return find(run_checks(run.as_evidence()), check);
}

void require_finding(recorded_run const& run,
                     check_name check,
                     verdict_kind verdict,
                     std::string const& claim) {
  auto const found = find(run, check);
  INFO(found.claim);
  REQUIRE(found.verdict == verdict);
  REQUIRE_THAT(found.claim, Catch::Contains(claim));
}

verdict_kind over_admission_of(recorded_run const& run) {
  return find(run, check_name::over_admission).verdict;
}

std::mt19937_64 seeded_random() {
  return std::mt19937_64(Catch::rngSeed());
}

std::int64_t between(std::mt19937_64& random, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}

}  // namespace limitproof
