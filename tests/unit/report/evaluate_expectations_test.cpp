#include "harness/report/evaluate_expectations.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

verdict judged(verdict_kind kind, std::vector<finding> findings = {}) {
  verdict v;
  v.kind = kind;
  v.findings = std::move(findings);
  return v;
}

finding found(check_name check, verdict_kind kind) {
  return {check, kind, "", std::nullopt, {}};
}

verdict with_figures(admission_figures const& figures) {
  auto v = judged(verdict_kind::pass);
  v.admission = figures;
  return v;
}

expectation_row only_row(std::vector<expectation> const& expected, verdict const& v) {
  auto const rows = evaluate_expectations(expected, {v});
  REQUIRE(rows.size() == 1);
  return rows.front();
}

}  // namespace

TEST_CASE("a limiter without expectations is expected to pass", "[report]") {
  auto const held = only_row({}, judged(verdict_kind::pass));
  CHECK(held.subject == "verdict");
  CHECK(held.expected == "pass");
  CHECK(held.met);

  CHECK_FALSE(only_row({}, judged(verdict_kind::fail)).met);
  CHECK_FALSE(only_row({}, judged(verdict_kind::inconclusive)).met);
}

TEST_CASE("an expected fail is met by a fail and by nothing else", "[report]") {
  std::vector<expectation> const fails{expected_verdict{verdict_kind::fail}};

  CHECK(only_row(fails, judged(verdict_kind::fail)).met);
  CHECK_FALSE(only_row(fails, judged(verdict_kind::pass)).met);
  CHECK_FALSE(only_row(fails, judged(verdict_kind::inconclusive)).met);
}

TEST_CASE("an expected finding looks at that check alone", "[report]") {
  auto const v = judged(verdict_kind::fail,
                        {found(check_name::over_admission, verdict_kind::fail),
                         found(check_name::overload, verdict_kind::pass)});

  auto const row = only_row({expected_finding{check_name::overload, verdict_kind::pass}}, v);
  CHECK(row.subject == "overload");
  CHECK(row.found == "pass");
  CHECK(row.met);

  CHECK_FALSE(only_row({expected_finding{check_name::over_admission, verdict_kind::pass}}, v).met);
}

TEST_CASE("a finding of a check that did not run is not met", "[report]") {
  auto const row = only_row({expected_finding{check_name::send_lag, verdict_kind::pass}},
                            judged(verdict_kind::pass));

  CHECK(row.found == "not checked");
  CHECK_FALSE(row.met);
}

TEST_CASE("degraded counts what was answered without the store, either way", "[report]") {
  admission_figures figures;
  figures.admitted_degraded = 3;
  figures.denied_degraded = 4;

  CHECK(only_row({expected_range{figure::degraded, 7.0, 7.0}}, with_figures(figures)).met);
}

TEST_CASE("a figure is met within its bounds, the bounds included", "[report]") {
  admission_figures figures;
  figures.ratio = 3.0;
  figures.certified_excess = 7;
  auto const v = with_figures(figures);

  CHECK(only_row({expected_range{figure::admission_ratio, 2.7, 3.0}}, v).met);
  CHECK(only_row({expected_range{figure::admission_ratio, 3.0, std::nullopt}}, v).met);
  CHECK_FALSE(only_row({expected_range{figure::admission_ratio, 3.01, std::nullopt}}, v).met);
  CHECK_FALSE(only_row({expected_range{figure::admission_ratio, std::nullopt, 2.99}}, v).met);
  CHECK(only_row({expected_range{figure::certified_excess, std::nullopt, 7}}, v).met);
}

TEST_CASE("each figure name bounds the figure of that name", "[report]") {
  admission_figures figures;
  figures.ratio = 1;
  figures.certified_excess = 2;
  figures.admitted = 3;
  figures.denied = 4;
  figures.unknown = 5;
  figures.worst = worst_window{6, 1, {}};

  auto const value = [&](figure which) {
    return only_row({expected_range{which, 0, std::nullopt}}, with_figures(figures)).found;
  };

  CHECK(value(figure::admission_ratio) == "1");
  CHECK(value(figure::certified_excess) == "2");
  CHECK(value(figure::admitted) == "3");
  CHECK(value(figure::denied) == "4");
  CHECK(value(figure::unknown) == "5");
  CHECK(value(figure::worst_window) == "6");
}

TEST_CASE("a range is spelled as it was given", "[report]") {
  auto const spelled = [](std::optional<double> min, std::optional<double> max) {
    return only_row({expected_range{figure::admitted, min, max}}, with_figures({})).expected;
  };

  CHECK(spelled(2.7, 3.1) == "2.7 … 3.1");
  CHECK(spelled(2.7, std::nullopt) == "≥ 2.7");
  CHECK(spelled(std::nullopt, 1'503) == "≤ 1503");
}

TEST_CASE("a ratio that does not exist meets no range", "[report]") {
  auto const row =
      only_row({expected_range{figure::admission_ratio, 0, std::nullopt}}, with_figures({}));

  CHECK_FALSE(row.met);
}

TEST_CASE("an inconclusive verdict that nobody foresaw is a row of its own, not met", "[report]") {
  auto v = judged(verdict_kind::inconclusive,
                  {found(check_name::over_admission, verdict_kind::pass),
                   found(check_name::send_lag, verdict_kind::inconclusive)});
  v.admission.ratio = 1.0;

  auto const rows =
      evaluate_expectations({expected_finding{check_name::over_admission, verdict_kind::pass},
                             expected_range{figure::admission_ratio, 0.9, 1.1}},
                            {v});

  REQUIRE(rows.size() == 3);
  CHECK(rows[0].met);
  CHECK(rows[1].met);
  CHECK(rows[2].subject == "verdict");
  CHECK_FALSE(rows[2].met);
  CHECK_FALSE(all_met(rows));
}

TEST_CASE("an inconclusive verdict can be expected as such or through a finding", "[report]") {
  auto const v =
      judged(verdict_kind::inconclusive, {found(check_name::overload, verdict_kind::inconclusive)});

  CHECK(only_row({expected_verdict{verdict_kind::inconclusive}}, v).met);
  CHECK(only_row({expected_finding{check_name::overload, verdict_kind::inconclusive}}, v).met);
}

TEST_CASE("the peak of arrivals is compared in ones, and missing it meets nothing", "[report]") {
  auto const v = judged(verdict_kind::pass);
  std::vector<expectation> const even{expected_range{figure::peak_to_mean, std::nullopt, 2.5}};

  CHECK(evaluate_expectations(even, {v, 2'500}).front().met);
  auto const high = evaluate_expectations(even, {v, 2'501}).front();
  CHECK_FALSE(high.met);
  CHECK(high.found == "2.501");
  CHECK_FALSE(evaluate_expectations(even, {v}).front().met);
}

TEST_CASE("figures of outages are those of the worst that has them", "[report]") {
  std::vector<outage_row> outages(3);
  outages[0].detection_us = 2'500;
  outages[0].overshoot = 7;
  outages[1].detection_us = 12'500;
  outages[1].recovery_us = 400'000;
  outages[1].overshoot = 3;
  outages[2].latency = {1, 50, 50, 50, 50, 50};
  auto v = judged(verdict_kind::pass);
  v.admission.admitted_degraded = 4;
  v.admission.denied_degraded = 5;
  std::vector<expectation> expected;
  for (auto const which : {figure::admitted_degraded,
                           figure::denied_degraded,
                           figure::overshoot,
                           figure::detection_ms,
                           figure::recovery_ms,
                           figure::outage_p99_ms})
    expected.push_back(expected_range{which, 0, {}});

  auto const rows = evaluate_expectations(expected, {v, {}, outages});

  std::vector<std::string> found;
  for (auto const& row : rows) found.push_back(row.found);
  CHECK(found == std::vector<std::string>{"4", "5", "7", "12.5", "400", "0.05"});
}

TEST_CASE("calls of the store for each request are bounded in thousandths", "[report]") {
  auto const v = judged(verdict_kind::pass);
  std::vector<expectation> const rare{
      expected_range{figure::store_calls_per_request, std::nullopt, 0.1}};

  CHECK(evaluate_expectations(rare, {v, {}, {}, 100}).front().met);
  CHECK_FALSE(evaluate_expectations(rare, {v, {}, {}, 101}).front().met);
  CHECK_FALSE(only_row(rare, v).met);
}

TEST_CASE("a run without an outage has none of its figures", "[report]") {
  CHECK_FALSE(only_row({expected_range{figure::overshoot, 0, {}}}, judged(verdict_kind::pass)).met);
  CHECK_FALSE(
      only_row({expected_range{figure::outage_p99_ms, 0, {}}}, judged(verdict_kind::pass)).met);
}
