#include "harness/policy_sources/watch_pause.hpp"

#include "harness/model/splitmix64.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("pauses double from 50 ms up to a second, and are at least half of that",
          "[policy_sources]") {
  constexpr std::uint64_t seed = 1;
  CAPTURE(seed);
  duration whole = 50ms;
  for (std::int64_t failures = 1; failures <= 40; ++failures) {
    CAPTURE(failures);
    for (std::uint64_t i = 0; i < 100; ++i) {
      auto const pause = watch_pause(failures, splitmix64(seed, i));
      CHECK(pause >= whole / 2);
      CHECK(pause <= whole);
    }
    whole = std::min<duration>(whole * 2, longest_watch_pause);
  }
}

TEST_CASE("pauses of nodes differ, from one end of the share to the other", "[policy_sources]") {
  CHECK(watch_pause(1, 0) == 25ms);
  CHECK(watch_pause(1, 25'000'000) == 50ms);
  CHECK(watch_pause(9, 0) == 500ms);
  std::set<duration> drawn;
  for (std::uint64_t i = 0; i < 100; ++i) drawn.insert(watch_pause(1, splitmix64(2, i)));
  CHECK(drawn.size() == 100);
}

}  // namespace
}  // namespace limitproof
