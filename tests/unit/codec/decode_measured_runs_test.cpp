#include "harness/codec/decode_measured_runs.hpp"

#include "harness/codec/encode_report.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

report of_one_run() {
  report r;
  r.scenario = "s";
  auto& run = r.runs.emplace_back();
  run.limiter = "x";
  run.policy = {{{50, std::chrono::seconds(1), 100}}};
  run.verdict.kind = verdict_kind::fail;
  run.verdict.admission.admitted = 17;
  run.verdict.admission.unknown = 2;
  run.verdict.admission.certified_excess = 3;
  run.latency.admitted = {17, 10, 20, 30, 40, 50};
  run.limiter_latency = {17, 1, 2, 3, 4, 5};
  run.history_path = "x/history.db";
  return r;
}

}  // namespace

TEST_CASE("a report is read back as the figures that runs are compared by", "[codec]") {
  auto const runs = decode_measured_runs(encode_report(of_one_run()), "report.json").value();

  REQUIRE(runs.size() == 1);
  CHECK(runs.front().scenario == "s");
  CHECK(runs.front().limiter == "x");
  CHECK(runs.front().verdict == verdict_kind::fail);
  CHECK(runs.front().figures ==
        std::map<measured_figure, std::int64_t>{{measured_figure::admitted, 17},
                                                {measured_figure::certified_excess, 3},
                                                {measured_figure::unknown, 2},
                                                {measured_figure::admitted_p50_us, 10},
                                                {measured_figure::admitted_p99_us, 30},
                                                {measured_figure::limiter_p50_us, 1},
                                                {measured_figure::limiter_p99_us, 3}});
}

TEST_CASE("a limiter's part under a policy is one of its own", "[codec]") {
  auto r = of_one_run();
  r.runs.front().policy_name = "login";

  CHECK(decode_measured_runs(encode_report(r), "report.json").value().front().limiter == "x/login");
}

TEST_CASE("a report that is older than a figure is compared by the others", "[codec]") {
  auto const runs = decode_measured_runs(R"({"schema":"limitproof.report/1","scenario":"s","runs":[
      {"limiter":"x","verdict":"pass","admission":{"admitted":17}}]})",
                                         "report.json")
                        .value();

  REQUIRE(runs.size() == 1);
  CHECK(runs.front().limiter == "x");
  CHECK(runs.front().figures ==
        std::map<measured_figure, std::int64_t>{{measured_figure::admitted, 17}});
}

TEST_CASE("another file is refused by its schema", "[codec]") {
  auto const refused = decode_measured_runs(R"({"schema":"limitproof.plan/1"})", "plan.json");

  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::bad_file);
  CHECK(refused.error().what.find("/schema") != std::string::npos);
}
