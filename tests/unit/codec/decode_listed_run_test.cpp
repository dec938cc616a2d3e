#include "harness/codec/decode_listed_run.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/codec/encode_run_summary.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

report of_one_run() {
  report r;
  r.scenario = "s";
  r.why = "Does it hold?";
  r.exit_code = 1;
  r.started_wall_us = 9;
  auto& run = r.runs.emplace_back();
  run.limiter = "x";
  run.policy_name = "login";
  run.policy = {{{50, std::chrono::seconds(1), 100}}};
  run.verdict.kind = verdict_kind::fail;
  run.verdict.admission.admitted = 17;
  run.verdict.admission.permits_admitted = 34;
  run.verdict.admission.allowance = 30;
  run.verdict.admission.ratio = 1.1333;
  run.verdict.findings = {
      {check_name::over_admission, verdict_kind::inconclusive, "too weak", {}, {}},
      {check_name::lock_out, verdict_kind::fail, "locked out", {}, {}}};
  run.history_path = "x/history.db";
  return r;
}

run_summary of_three_rows() {
  run_summary s;
  s.exit_code = 2;
  s.started_wall_us = 9;
  s.not_run = {"later"};
  s.rows = {{"s", "x", verdict_kind::pass, true, "", 0, "one"},
            {"s", "y", verdict_kind::pass, true, "", 0, "one"},
            {"bad", "", std::nullopt, false, "", 0, ""},
            {"s", "x", verdict_kind::pass, true, "", 0, "two"}};
  return s;
}

}  // namespace

TEST_CASE("a report is read back as what a list of runs tells", "[codec]") {
  auto const run = decode_listed_report(encode_report(of_one_run()), "report.json").value();

  CHECK_FALSE(run.several);
  CHECK(run.scenario == "s");
  CHECK(run.why == "Does it hold?");
  CHECK(run.exit_code == 1);
  CHECK(run.started_wall_us == 9);
  REQUIRE(run.limiters.size() == 1);
  auto const& limiter = run.limiters.front();
  CHECK(limiter.scenario == "s");
  CHECK(limiter.limiter == "x/login");
  CHECK(limiter.verdict == verdict_kind::fail);
  CHECK_FALSE(limiter.met);
  CHECK(limiter.admission->admitted == 17);
  CHECK(limiter.admission->permits_admitted == 34);
  CHECK(limiter.admission->allowance == 30);
  CHECK(limiter.admission->ratio == Approx(1.1333));
  // Of the verdict that was given, not of the first check.
  CHECK(limiter.reason == "lock_out: locked out");
}

TEST_CASE("a summary is read back with each run directory once, and none for what was not run",
          "[codec]") {
  auto const run =
      decode_listed_summary(encode_run_summary(of_three_rows()), "summary.json").value();

  CHECK(run.several);
  CHECK(run.exit_code == 2);
  CHECK(run.not_judged == std::vector<std::string>{"later"});
  CHECK(run.runs == std::vector<std::string>{"one", "two"});
  REQUIRE(run.limiters.size() == 4);
  CHECK(run.limiters[1].limiter == "y");
  CHECK(run.limiters[2].scenario == "bad");
  CHECK(run.limiters[2].limiter.empty());
  CHECK_FALSE(run.limiters[2].verdict);
}

TEST_CASE("a summary's runs are beside it, and nowhere else", "[codec]") {
  for (auto const* elsewhere : {"..", ".", "../x", "/etc", "x/y"}) {
    auto s = of_three_rows();
    s.rows[3].run_directory = elsewhere;
    auto const refused = decode_listed_summary(encode_run_summary(s), "summary.json");
    INFO(elsewhere);
    REQUIRE(refused.has_error());
    CHECK(refused.error().what.find("summary.json: at /runs/3/run: ") == 0);
  }
}

TEST_CASE("a report is no summary, and a summary no report", "[codec]") {
  CHECK(decode_listed_summary(encode_report(of_one_run()), "f").has_error());
  CHECK(decode_listed_report(encode_run_summary(of_three_rows()), "f").has_error());
}
