#include "tests/unit/report/sample_report.hpp"

namespace limitproof {

namespace {

percentiles_us spread(std::int64_t count, std::int64_t p50) {
  return {count, p50, 2 * p50, 4 * p50, 8 * p50, 9 * p50};
}

finding measured(check_name check, std::string claim) {
  return {check, verdict_kind::pass, std::move(claim), std::nullopt, {}};
}

run_report naive_run() {
  run_report run;
  run.limiter = "naive";
  run.policy = {{{50, std::chrono::seconds(1), 100}}};
  run.algorithm = algorithm::token_bucket;
  run.verdict.kind = verdict_kind::fail;
  run.verdict.findings = {{check_name::over_admission,
                           verdict_kind::fail,
                           "300 admissions are certain within 4.200 ms, where 100 are allowed",
                           time_interval{1'500'000, 5'700'600},
                           {1, 2, 3, 4, 5, 6, 7}},
                          measured(check_name::node_coverage, "All 3 nodes answered"),
                          {check_name::send_lag,
                           verdict_kind::inconclusive,
                           "The send lag p99 of 12 ms is above 10 ms; lower the rate",
                           std::nullopt,
                           {}},
                          {check_name::header_contract,
                           verdict_kind::fail,
                           "1 broken of severity must",
                           std::nullopt,
                           {3},
                           {{"F2",
                             breach_severity::must,
                             "RFC 1 section 2",
                             "an instant instead of a delay",
                             "RateLimit-Reset: 1785585600",
                             3,
                             1'503}}}};
  run.verdict.admission = {
      16'000, 1'503, 14'480, 4, 3, 2, 5, 3, 15'995, 1'503, 500, 3.00604, 200, 1'003, {}};
  run.verdict.admission.worst = worst_window{301, 50, {1'500'000, 1'001'500'000}};
  run.met = true;
  run.per_node = {
      {"node-1", 5'334, 501, 4'833}, {"node-2", 5'333, 501, 4'832}, {"(none)", 4, 0, 0}};
  run.per_phase = {{1, 15'998, 1'502, 14'480, spread(15'990, 310)}, {2, 3, 2, 1, spread(3, 400)}};
  run.per_variant = {{2, {"GET", "/api", ""}, 2, 1, 1},
                     {2, {"HEAD", "//api", "X-Real-Ip: 10.0.0.1"}, 1, 1, 0}};
  run.latency = {spread(15'990, 310), spread(1'503, 420), spread(14'480, 300)};
  run.latency_intended = {spread(15'990, 350), spread(1'503, 460), spread(14'480, 340)};
  run.limiter_latency = spread(15'983, 2);
  run.denial = captured_denial{"HTTP/1.1 429 Too Many Requests",
                               {{"Content-Type", "text/plain"},
                                {"RateLimit-Limit", "100"},
                                {"RateLimit-Remaining", "0"},
                                {"Retry-After", "1"},
                                {"X-Node", "node-2"}},
                               "Too many requests.\n"};
  run.expectations = {{"over_admission", "fail", "fail", true},
                      {"admission_ratio", "2.7 … 3.1", "3.00604", true}};
  run.attack = {16'000, 15'998, 32.0, 45, 900, 11'800};
  run.arrivals = {std::chrono::milliseconds(100),
                  {200, 199},
                  {31, 20},
                  1'004,
                  {160, 179},
                  {5, 0},
                  {3, 0},
                  {1, 0},
                  {24, 21},
                  {9, 3},
                  {0, absent},
                  {99, absent}};
  run.permits = {{310, 451}, {105, 110}};
  run.certificates = {
      {check_name::over_admission,
       {{1, "attacker", "node-1", outcome::admitted, 200, 1, 1'500'100, 1'900'000, 99},
        {2, "attacker", "", outcome::unknown, 0, 1, 1'600'000, absent, absent}},
       5}};
  run.steps = {{"stack up", 1'204'000}, {"attack", 8'013'000}, {"check", 52'400}};
  run.history_path = "naive/history.db";
  return run;
}

run_report shared_run() {
  run_report run = naive_run();
  run.limiter = "redis-token-bucket";
  run.policy.limits.push_back({1'000, std::chrono::minutes(1), 1'000});
  run.verdict.kind = verdict_kind::pass;
  run.verdict.findings = {measured(check_name::over_admission,
                                   "499 admissions, and no interval holds more than allowed"),
                          measured(check_name::node_coverage, "All 3 nodes answered")};
  run.verdict.admission = {16'000, 499, 15'501, 0, 0, 0, 0, 0, 16'000, 499, 500, 0.998, 0, 0, {}};
  run.per_phase = {{1, 16'000, 499, 15'501, spread(16'000, 510)}, {2, 0, 0, 0, {}}};
  run.per_variant.clear();
  run.per_node = {{"node-1", 8'000, 250, 7'750}, {"node-2", 8'000, 249, 7'751}};
  run.latency = {spread(16'000, 510), spread(499, 620), spread(15'501, 500)};
  run.latency_intended = {spread(16'000, 550), spread(499, 660), spread(15'501, 540)};
  run.limiter_latency = spread(16'000, 180);
  run.store_round_trip = spread(1'600, 160);
  run.denial->headers.push_back({"X-Decided-At-Us", "1785585600123456"});
  run.denial->body = "{\n  \"title\": \"Too Many Requests\"\n}";
  run.expectations = {{"verdict", "pass", "pass", true}};
  run.attack = {16'000, 16'000, 32.0, 45, 900, 1'800};
  run.arrivals.peak_to_mean_milli.reset();
  run.permits.allowed.clear();
  run.certificates.clear();
  run.store = store_figures{1,
                            112,
                            {{"evalsha", 16'000}, {"time", 12}},
                            decision_script{"token_bucket.lua", std::string(40, 'a'), true}};
  run.faults = {
      {{std::chrono::seconds(3), fault_action::restart, "node-2"}, 3'000'101'000, 3'210'000'900},
      {{std::chrono::seconds(5), fault_action::clock, "node-1", std::chrono::seconds(-1)},
       5'000'000'000}};
  run.outages = {{fault_action::kill,
                  3'000'101'000,
                  6'210'000'900,
                  4'200,
                  310'000,
                  spread(1'900, 120),
                  249,
                  1'651,
                  153,
                  96},
                 {fault_action::stop, 7'000'000'000, {}, {}, {}, {}, 0, 0, {}, {}}};
  run.history_path = "redis-token-bucket/history.db";
  return run;
}

}  // namespace

report sample_report() {
  report r;
  r.scenario = "before-after";
  r.why = "A per-node limiter multiplies the limit by the number of nodes; a shared one does not.";
  r.verdict = verdict_kind::inconclusive;
  r.exit_code = 4;
  r.duration_us = 21'503'250;
  r.started_wall_us = 1'785'585'600'000'000;
  r.environment = {{"processor", "A processor @ 2.0 GHz"}, {"haproxy", "HAProxy version 2.6.12"}};
  r.command = "limitproof run before-after --seed 7";
  r.seed = 7;
  auto& steady = r.phases.emplace_back();
  steady.phase = "steady";
  steady.rate = rate{2'000, std::chrono::seconds(1)};
  steady.length = std::chrono::seconds(8);
  steady.connections = 48;
  steady.keys = 1;
  auto& closed = r.phases.emplace_back();
  closed.phase = "closed-loop";
  closed.length = std::chrono::milliseconds(500);
  closed.connections = 1;
  closed.keys = 20;
  closed.pipeline = 16;
  closed.beside = true;
  closed.connect = connect_to::interleaved;
  closed.requests = {{"GET", "HEAD"}, {"/api", "//api"}, {"X-Real-Ip: 10.0.0.1"}};
  r.stack.node_clocks = {std::chrono::milliseconds(0), std::chrono::milliseconds(-100)};
  r.runs = {naive_run(), shared_run()};
  r.not_judged = {"redis-sliding-log"};
  return r;
}

}  // namespace limitproof
