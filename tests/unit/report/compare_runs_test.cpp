#include "harness/report/compare_runs.hpp"

#include "harness/report/write_comparison.hpp"
#include "tests/unit/contains.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

compared_side side(std::string const& name,
                   std::string const& limiter,
                   std::vector<std::int64_t> const& latencies,
                   verdict_kind verdict = verdict_kind::pass) {
  compared_side all{name, {}};
  for (auto const latency : latencies)
    all.runs.push_back(
        {"s",
         limiter,
         verdict,
         {{measured_figure::admitted, 499}, {measured_figure::admitted_p99_us, latency}}});
  return all;
}

}  // namespace

TEST_CASE("no difference is said plainly, with the figures that show none", "[report]") {
  auto const text = write_comparison(
      compare_runs(side("a", "x", {100, 300, 200, 400}), side("b", "x", {150, 250, 350, 450}))
          .value());

  CHECK(contains(text, "## `s`, `x`\n\nVerdicts: A 4 pass; B 4 pass. **No difference seen.**"));
  CHECK(contains(text, "| admitted | 499 | 499 | 0 | 0 … 0 | no difference seen |\n"));
  CHECK(contains(text, "Of 2 figures 0.1 may look different by chance alone."));
}

TEST_CASE("a difference is named with its interval, and a verdict that changed is counted",
          "[report]") {
  auto const text = write_comparison(
      compare_runs(side("a", "x", {100, 101, 102, 103}),
                   side("b", "x", {2'000, 2'001, 2'002, 2'003}, verdict_kind::fail))
          .value());

  CHECK(contains(text, "Verdicts: A 4 pass; B 4 fail. A difference was seen in: admitted p99."));
  CHECK(contains(text,
                 "| admitted p99 | 101 µs (100 µs … 103 µs) | 2.00 ms (2.00 ms … 2.00 ms) | "
                 "+1.90 ms | +1.90 ms … +1.90 ms | **higher** |\n"));
}

TEST_CASE("one run on each side has differences, and no confidence in them", "[report]") {
  auto const text =
      write_comparison(compare_runs(side("a", "x", {100}), side("b", "x", {90})).value());

  CHECK(contains(text, "Too few runs to tell a difference from chance: 4 on each side"));
  CHECK(contains(text, "| admitted p99 | 100 µs | 90 µs | -10 µs | – | too few runs |\n"));
  CHECK_FALSE(contains(text, "by chance alone"));
}

TEST_CASE("one limiter is compared with another where each side has only that", "[report]") {
  auto const c = compare_runs(side("a", "x", {1}), side("b", "y", {2})).value();

  REQUIRE(c.limiters.size() == 1);
  CHECK(c.only_before.empty());
  CHECK(contains(write_comparison(c), "## `s`, `x` against `y`\n"));
}

TEST_CASE("what one side alone has is named, and nothing in common is an error", "[report]") {
  auto before = side("a", "x", {1});
  before.runs.push_back({"s", "y", verdict_kind::pass, {}});
  auto const c = compare_runs(before, side("b", "x", {2})).value();
  auto const nothing = compare_runs(before, side("b", "z", {2}));

  CHECK(c.only_before == std::vector<std::string>{"s, y"});
  CHECK(contains(write_comparison(c), "Only in A:\n\n- s, y\n"));
  REQUIRE(nothing.has_error());
  CHECK(nothing.error().code == errc::bad_file);
}

TEST_CASE("a figure that a side does not tell is not compared", "[report]") {
  auto after = side("b", "x", {2});
  after.runs.front().figures.erase(measured_figure::admitted);

  auto const c = compare_runs(side("a", "x", {1}), after).value();

  REQUIRE(c.limiters.front().figures.size() == 1);
  CHECK(c.limiters.front().figures.front().first == measured_figure::admitted_p99_us);
}

TEST_CASE("more runs than can be compared are refused", "[report]") {
  auto const many = side("a", "x", std::vector<std::int64_t>(31, 1));

  auto const refused = compare_runs(many, side("b", "x", {1}));

  REQUIRE(refused.has_error());
  CHECK(contains(refused.error().what, "a: 31 runs of s, x; at most 30"));
}
