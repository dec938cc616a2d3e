#include "harness/model/units.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("a rate spaces its events evenly") {
  rate const two_thousand{2000, 1s};

  CHECK(two_thousand.due(0) == 0ns);
  CHECK(two_thousand.due(1) == 500us);
  CHECK(two_thousand.due(16'000) == 8s);
}

TEST_CASE("a rate that does not divide its period rounds each event, and never the sum") {
  rate const three{3, 1s};

  CHECK(three.due(1) == 333'333'333ns);
  CHECK(three.due(2) == 666'666'666ns);
  CHECK(three.due(3) == 1s);
  CHECK(three.due(3'000'000'001) == 1'000'000'000s + 333'333'333ns);
}

TEST_CASE("a million events a second are exact for a whole day") {
  rate const million{1'000'000, 1s};
  constexpr std::int64_t day = 86'400'000'000;

  for (std::int64_t i = 0; i <= day; i += 999'999'937)
    if (million.due(i) != std::chrono::microseconds(i)) FAIL("event " << i << " is off");
  CHECK(million.due(day) == 24h);
  CHECK(million.events_within(24h) == day);
}

TEST_CASE("events within a length are those due before its end") {
  rate const two{2, 1s};

  CHECK(two.events_within(0s) == 0);
  CHECK(two.events_within(1ns) == 1);
  CHECK(two.events_within(500ms) == 1);
  CHECK(two.events_within(500ms + 1ns) == 2);
  CHECK(two.events_within(1s) == 2);
}

TEST_CASE("the last event within a length is due inside it and the next one is not") {
  // Due times are rounded down to the nanosecond, hence the one less.
  for (auto const r : {rate{7, 1s}, rate{5, 250ms}, rate{1, 24h}, rate{9'999'991, 1s}})
    for (auto const length : {duration(1ms), duration(999'999'999), duration(8s), duration(1h)}) {
      auto const events = r.events_within(length);

      CHECK(r.due(events - 1) < length);
      CHECK(r.due(events) >= length - 1ns);
    }
}
