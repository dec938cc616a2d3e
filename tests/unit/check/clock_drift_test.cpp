#include "harness/check/clock_drift.hpp"

#include "harness/check/wide.hpp"
#include "harness/model/tolerance.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <limits>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

TEST_CASE("drift over any time is exact to the ns below", "[check]") {
  auto random = seeded_random();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 100'000; ++i) {
    auto const run_ns = between(random, 0, most) >> between(random, 0, 62);
    auto const ppm = between(random, 0, tolerance::most_clock_drift_ppm);
    auto const exact = static_cast<std::int64_t>(wide{run_ns} * ppm / 1'000'000);
    CAPTURE(run_ns, ppm);
    REQUIRE(drift_over(run_ns, ppm) == exact);
    REQUIRE(drift_over(-run_ns, ppm) == -exact);
  }
}

}  // namespace
}  // namespace limitproof
