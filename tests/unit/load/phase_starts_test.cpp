#include "harness/load/phase_starts.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

planned_phase phase_at(duration start, std::optional<window_edge> edge = std::nullopt) {
  planned_phase planned;
  planned.start = start;
  planned.edge = edge;
  return planned;
}

/// The store's clock shows 1000.25 s at run time 0.
clock_anchors const clocks{400'000'000'000, 0, store_anchor{600'250'000, 100}};

}  // namespace

TEST_CASE("a phase before an edge begins at the next one, and later phases are as much later",
          "[load]") {
  plan p;
  p.phases = {phase_at(1s), phase_at(2s, window_edge{10s, 5ms}), phase_at(3s)};

  auto const phases = resolve_starts(p, clocks).value();

  CHECK(phases[0].start == 1s);
  CHECK(phases[1].start == 9745ms);  // 1010 s - 1000.25 s - 5 ms
  CHECK(phases[2].start == 3s + 7745ms);
}

TEST_CASE("a phase that would begin just at its instant does not wait a window", "[load]") {
  plan p;
  p.phases = {phase_at(9745ms, window_edge{10s, 5ms}), phase_at(9746ms, window_edge{10s, 5ms})};

  auto const phases = resolve_starts(p, clocks).value();

  CHECK(phases[0].start == 9745ms);
  CHECK(phases[1].start == 19745ms);
}

TEST_CASE("a window's edge without the store's clock is refused", "[load]") {
  plan p;
  p.phases = {phase_at(0s, window_edge{10s, 5ms})};

  auto const refused = resolve_starts(p, {});

  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::stack_failed);
  CHECK_THAT(refused.error().what, Catch::Contains("phase 1") && Catch::Contains("before_edge"));
  p.phases = {phase_at(0s)};
  CHECK(resolve_starts(p, {}).has_value());
}
