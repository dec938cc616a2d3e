#include "harness/report/write_arrivals_svg.hpp"

#include "tests/unit/contains.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

run_report with_arrivals(arrival_series const& arrivals) {
  run_report run;
  run.limiter = "a-limiter";
  run.arrivals = arrivals;
  return run;
}

}  // namespace

TEST_CASE("the plot has a bar for each stretch with requests, and labels with units", "[report]") {
  auto const svg = write_arrivals_svg(
      with_arrivals({100ms, std::vector<std::int64_t>(40, 7), {0, 3}, std::nullopt}));

  CHECK(contains(svg, "<title>Requests sent to a-limiter and admitted, over time</title>"));
  CHECK(contains(svg, "since the start of the attack, s"));
  CHECK(contains(svg, "sent in 100ms"));
  auto const sent = svg.substr(svg.find("class=\"sent\" d="));
  CHECK(std::count(
            sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(sent.find("/>")), 'M') == 40);
  auto const admitted = svg.substr(svg.find("class=\"admitted\" d="));
  CHECK(std::count(admitted.begin(),
                   admitted.begin() + static_cast<std::ptrdiff_t>(admitted.find("/>")),
                   'M') == 1);
}

TEST_CASE("nothing in a name is markup", "[report]") {
  auto run = with_arrivals({100ms, {1}, {1}, std::nullopt});
  run.limiter = "<script>&\"\x1b";

  auto const svg = write_arrivals_svg(run);

  CHECK_FALSE(contains(svg, "<script>"));
  CHECK(contains(svg, "&lt;script&gt;&amp;&quot;\\x1b"));
}

TEST_CASE("a run without a request has a plot without a bar", "[report]") {
  auto const svg = write_arrivals_svg(with_arrivals({100ms, {}, {}, std::nullopt}));

  CHECK(contains(svg, "</svg>"));
  CHECK_FALSE(contains(svg, "d=\"M"));
}
