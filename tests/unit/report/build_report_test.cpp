#include "harness/report/build_report.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

plan plan_for(std::vector<std::string> limiters) {
  plan p;
  p.scenario.name = "before-after";
  p.scenario.limiters = std::move(limiters);
  return p;
}

run_report run_with(std::string limiter, verdict_kind kind, bool met) {
  run_report run;
  run.limiter = std::move(limiter);
  run.verdict.kind = kind;
  run.met = met;
  return run;
}

report report_of(std::vector<run_report> runs, bool strict = false) {
  std::vector<std::string> limiters;
  for (auto const& run : runs) limiters.push_back(run.limiter);
  run_record record;
  record.strict = strict;
  return build_report(plan_for(limiters), std::move(runs), record);
}

operation sent_to(std::uint16_t node, outcome result) {
  operation op;
  op.node = node;
  op.result = result;
  op.sent_ns = 0;
  return op;
}

constexpr auto pass = verdict_kind::pass;
constexpr auto fail = verdict_kind::fail;
constexpr auto inconclusive = verdict_kind::inconclusive;

}  // namespace

TEST_CASE("the exit code follows from verdict and expectation of a run", "[report]") {
  struct row {
    verdict_kind found;
    bool met;
    int exit_code;
    verdict_kind overall;
  };

  auto const expected = GENERATE(row{pass, true, 0, pass},
                                 row{fail, true, 0, pass},
                                 row{inconclusive, true, 0, pass},
                                 row{pass, false, 1, fail},
                                 row{fail, false, 1, fail},
                                 row{inconclusive, false, 4, inconclusive});
  CAPTURE(to_name(expected.found), expected.met);

  auto const r = report_of({run_with("naive", expected.found, expected.met)});

  CHECK(r.exit_code == expected.exit_code);
  CHECK(r.verdict == expected.overall);
}

TEST_CASE("over several runs a failed expectation outweighs an inconclusive one", "[report]") {
  auto const met = run_with("a", pass, true);
  auto const weak = run_with("b", inconclusive, false);
  auto const failed = run_with("c", fail, false);

  CHECK(report_of({met, weak, failed}).exit_code == 1);
  CHECK(report_of({failed, weak, met}).exit_code == 1);
  CHECK(report_of({weak, met}).exit_code == 4);
  CHECK(report_of({met, met}).exit_code == 0);
}

TEST_CASE("a limiter that was never judged leaves the report inconclusive", "[report]") {
  auto const r =
      build_report(plan_for({"naive", "redis-gcra"}), {run_with("naive", fail, true)}, {});

  CHECK(r.not_judged == std::vector<std::string>{"redis-gcra"});
  CHECK(r.exit_code == 4);
  CHECK(r.verdict == inconclusive);
}

TEST_CASE("a report without any run proves nothing", "[report]") {
  CHECK(report_of({}).exit_code == 4);
}

TEST_CASE("strict mode replaces expectations: a fail that was expected fails", "[report]") {
  auto expected_fail = run_with("naive", fail, true);
  expected_fail.expectations = {{"verdict", "fail", "fail", true}};

  auto const r = report_of({expected_fail}, /*strict=*/true);

  CHECK(r.exit_code == 1);
  REQUIRE(r.runs.front().expectations.size() == 1);
  CHECK(r.runs.front().expectations.front().expected == "pass");
  CHECK_FALSE(r.runs.front().met);
}

TEST_CASE("strict mode takes a pass that was not expected", "[report]") {
  auto const surprise = run_with("naive", pass, false);

  CHECK(report_of({surprise}, /*strict=*/true).exit_code == 0);
  CHECK(report_of({run_with("naive", inconclusive, true)}, /*strict=*/true).exit_code == 4);
}

TEST_CASE("expectations come from the scenario by the limiter's name", "[report]") {
  auto p = plan_for({"naive", "other"});
  p.scenario.expect["naive"] = {expected_verdict{fail}};
  judged_run run;
  run.verdict.kind = fail;

  run.limiter = "naive";
  CHECK(build_run_report(p, run).met);
  run.limiter = "other";
  CHECK_FALSE(build_run_report(p, run).met);
}

TEST_CASE("requests are counted at the node that answered", "[report]") {
  judged_run run;
  run.history.nodes = {"node-10", "node-2", "node-3"};
  operation unsent;
  unsent.result = outcome::not_sent;
  run.history.operations = {sent_to(0, outcome::admitted),
                            sent_to(0, outcome::denied),
                            sent_to(1, outcome::denied),
                            sent_to(no_node, outcome::unknown),
                            unsent};

  auto const rows = build_run_report(plan_for({}), run).per_node;

  REQUIRE(rows.size() == 4);
  CHECK(rows[0].node == "node-2");
  CHECK(rows[0].denied == 1);
  CHECK(rows[1].node == "node-3");
  CHECK(rows[1].requests == 0);
  CHECK(rows[2].node == "node-10");
  CHECK(rows[2].requests == 2);
  CHECK(rows[2].admitted == 1);
  CHECK(rows[3].node == "(none)");
  CHECK(rows[3].requests == 1);
}

TEST_CASE("there is no nameless row when every answer named its node", "[report]") {
  judged_run run;
  run.history.nodes = {"node-1"};
  run.history.operations = {sent_to(0, outcome::admitted)};

  CHECK(build_run_report(plan_for({}), run).per_node.size() == 1);
}

TEST_CASE("the send lag in the report is the one the check judged by", "[report]") {
  judged_run run;
  run.verdict.send_lag_us_p99 = 1'234;
  auto late = sent_to(0, outcome::admitted);
  late.intended_ns = 0;
  late.sent_ns = 90'000;
  run.history.operations = {late};

  auto const attack = build_run_report(plan_for({}), run).attack;

  CHECK(attack.send_lag_us_p99 == 1'234);
  CHECK(attack.send_lag_us_max == 90);
}

TEST_CASE("the attack's strength is what was offered over what was allowed", "[report]") {
  judged_run run;
  run.verdict.admission.offered = 1'000;
  run.verdict.admission.not_sent = 40;
  run.verdict.admission.permits_offered = 1'000;
  run.verdict.admission.allowance = 250;

  auto const attack = build_run_report(plan_for({}), run).attack;

  CHECK(attack.planned == 1'000);
  CHECK(attack.sent == 960);
  CHECK(attack.overload_factor == 4.0);
}

TEST_CASE("an attack on no allowance has no overload factor", "[report]") {
  judged_run run;
  run.verdict.admission.offered = 10;

  CHECK_FALSE(build_run_report(plan_for({}), run).attack.overload_factor);
}

TEST_CASE("the report describes phases as planned", "[report]") {
  auto p = plan_for({});
  planned_phase steady;
  steady.kind = "steady";
  steady.length = std::chrono::seconds(8);
  steady.connections = 48;
  steady.keys.count = 5;
  steady.load = paced_load{{2'000, std::chrono::seconds(1)}, 16'000};
  planned_phase closed;
  closed.kind = "closed-loop";
  closed.load = closed_load{};
  p.phases = {steady, closed};

  auto const phases = build_report(p, {}, {}).phases;

  REQUIRE(phases.size() == 2);
  CHECK(phases[0].phase == "steady");
  CHECK(phases[0].rate == rate{2'000, std::chrono::seconds(1)});
  CHECK(phases[0].connections == 48);
  CHECK(phases[0].keys == 5);
  CHECK_FALSE(phases[1].rate);
}

TEST_CASE("the report says which phases ran beside the one before", "[report]") {
  auto p = plan_for({});
  planned_phase first, beside, after;
  first.length = beside.length = std::chrono::seconds(2);
  beside.start = std::chrono::seconds(1);
  after.start = std::chrono::seconds(3);
  p.phases = {first, beside, after};

  auto const phases = build_report(p, {}, {}).phases;

  CHECK_FALSE(phases[0].beside);
  CHECK(phases[1].beside);
  CHECK_FALSE(phases[2].beside);
}

TEST_CASE("a part's figures are its phases', under their numbers in the attack", "[report]") {
  auto p = plan_for({"naive"});
  planned_phase silent, usual;
  silent.number = 2;
  usual.number = 5;
  p.phases = {silent, usual};
  p.scenario.policies.emplace();
  p.scenario.expect["naive/login"] = {expected_verdict{fail}};
  judged_run run;
  run.limiter = "naive";
  run.policy = "login";
  run.verdict.kind = fail;
  auto answered = sent_to(0, outcome::admitted);
  answered.phase = 1;
  answered.sent_ns = 1'000;
  answered.received_ns = 251'000;
  auto unanswered = answered;
  unanswered.result = outcome::unknown;
  unanswered.received_ns = absent;
  auto unsent = answered;
  unsent.result = outcome::not_sent;
  unsent.sent_ns = absent;
  auto denied = answered;
  denied.result = outcome::denied;
  auto strange = answered;
  strange.phase = 2;
  run.history.operations = {answered, unanswered, unsent, denied, strange};

  auto const built = build_run_report(p, run);

  CHECK(name_of(built) == "naive/login");
  CHECK(built.met);
  REQUIRE(built.per_phase.size() == 2);
  CHECK(built.per_phase[0].phase == 2);
  CHECK(built.per_phase[0].requests == 0);
  CHECK(built.per_phase[0].latency.count == 0);
  CHECK(built.per_phase[1].phase == 5);
  CHECK(built.per_phase[1].requests == 3);
  CHECK(built.per_phase[1].admitted == 1);
  CHECK(built.per_phase[1].denied == 1);
  CHECK(built.per_phase[1].latency.count == 2);
  CHECK(built.per_phase[1].latency.p50 == 250);
}

TEST_CASE("a run whose name no policy is added to is its limiter's", "[report]") {
  CHECK(name_of(run_with("naive", pass, true)) == "naive");
}

TEST_CASE("a policy whose part was never judged leaves the report inconclusive", "[report]") {
  auto p = plan_for({"naive"});
  p.scenario.policies.emplace();
  for (auto const* policy : {"login", "api"}) {
    steady_phase steady;
    steady.manner.policy = policy;
    p.scenario.attack.emplace_back(steady);
  }
  auto login = run_with("naive", fail, true);
  login.policy_name = "login";

  auto const r = build_report(p, {login}, {});

  CHECK(r.not_judged == std::vector<std::string>{"naive/api"});
  CHECK(r.exit_code == 4);
}

TEST_CASE("bytes for each key are told of a store that holds keys", "[report]") {
  auto p = plan_for({"naive"});
  p.scenario.expect["naive"] = {expected_range{figure::bytes_per_key, std::nullopt, 400}};
  judged_run run;
  run.limiter = "naive";
  run.verdict.kind = pass;
  CHECK_FALSE(build_run_report(p, run).met);

  run.store = store_figures{0, 0, {}};
  CHECK_FALSE(build_run_report(p, run).met);
  run.store = store_figures{3, 400, {}};
  CHECK(build_run_report(p, run).met);
  run.store->bytes_per_key = 401;
  CHECK_FALSE(build_run_report(p, run).met);
}

TEST_CASE("the attack's strength is in permits where requests cost more than one", "[report]") {
  judged_run run;
  run.verdict.admission.offered = 1'000;
  run.verdict.admission.permits_offered = 7'000;
  run.verdict.admission.allowance = 250;

  CHECK(build_run_report(plan_for({}), run).attack.overload_factor == 28.0);
}

TEST_CASE("the report counts what became of each variant of a phase's requests", "[report]") {
  auto p = plan_for({});
  planned_phase usual, varied;
  varied.number = 2;
  varied.requests = {{"GET", "HEAD"}, {"/api"}, {}};
  p.phases = {usual, varied};
  judged_run run;
  auto const add = [&run](std::uint16_t phase, std::uint8_t variant, outcome result) {
    operation op;
    op.phase = phase;
    op.variant = variant;
    op.result = result;
    op.sent_ns = result == outcome::not_sent ? absent : 5;
    run.history.operations.push_back(op);
  };
  add(0, 0, outcome::admitted);
  add(1, 0, outcome::denied);
  add(1, 0, outcome::not_sent);
  add(1, 1, outcome::admitted);
  add(1, 1, outcome::admitted);

  auto const rows = build_run_report(p, run).per_variant;

  REQUIRE(rows.size() == 2);
  CHECK(rows[0].phase == 2);
  CHECK(rows[0].request == request_variant{"GET", "/api", ""});
  CHECK(rows[0].requests == 1);
  CHECK(rows[0].admitted == 0);
  CHECK(rows[0].denied == 1);
  CHECK(rows[1].request.method == "HEAD");
  CHECK(rows[1].requests == 2);
  CHECK(rows[1].admitted == 2);
}
