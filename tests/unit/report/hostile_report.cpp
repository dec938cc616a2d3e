#include "tests/unit/report/hostile_report.hpp"

#include "tests/unit/report/sample_report.hpp"

namespace limitproof {

report hostile_report() {
  std::string const hostile(hostile_text);
  auto r = sample_report();
  r.scenario = r.why = r.command = hostile;
  r.environment = {{hostile, hostile}};
  r.not_judged = {hostile};
  r.target = external_target{hostile, {hostile, 80}, {}};
  auto& run = r.runs.front();
  run.limiter = run.policy_name = run.history_path = hostile;
  run.met = false;
  run.expectations = {{hostile, hostile, hostile, false}};
  run.denial = captured_denial{hostile, {{hostile, hostile}}, hostile};
  for (auto& node : run.per_node) node.node = hostile;
  for (auto& f : run.verdict.findings) {
    f.claim = hostile;
    for (auto& breach : f.breaches)
      breach.line = breach.what = breach.rule = breach.section = hostile;
  }
  run.certificates.front().requests.front().key = hostile;
  run.certificates.front().requests.front().node = hostile;
  run.store = store_figures{1, 1, {{hostile, 1}}, decision_script{hostile, hostile, false}};
  run.faults = {{{{}, fault_action::push, hostile}, 10'000'000, 20'000'000}};
  run.steps = {{hostile, 1}};
  return r;
}

}  // namespace limitproof
