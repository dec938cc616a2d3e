#include "harness/guard/circuit_breaker.hpp"

#include <set>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

using state = circuit_breaker::state;
using leave = circuit_breaker::leave;

constexpr breaker_spec spec{2, 50ms, 400ms};
constexpr duration longest_pause = 500ms;

circuit_breaker::time_point at(duration when) {
  return circuit_breaker::time_point(when);
}

/// One request that the store answered, or not, `took` after it was asked.
void ask_and_tell(circuit_breaker& breaker, duration when, bool answered, duration took = 1ms) {
  auto const given = breaker.ask(at(when));
  REQUIRE(given.has_value());
  breaker.tell(*given, answered, at(when + took));
}

/// Opened at 2 ms by failures at 0 and 1 ms.
circuit_breaker opened(std::uint64_t seed = 1) {
  circuit_breaker breaker(spec, seed);
  ask_and_tell(breaker, 0ms, false);
  ask_and_tell(breaker, 1ms, false);
  REQUIRE(breaker.now_is() == state::open);
  return breaker;
}

constexpr duration opened_at = 2ms;

/// Opened, and its probe is under way since `opened_at` + longest_pause.
struct probed {
  circuit_breaker breaker = opened();
  leave probe;

  probed() {
    auto const given = breaker.ask(at(opened_at + longest_pause));
    REQUIRE(given.has_value());
    probe = *given;
  }
};

/// When the breaker lets the first request through, looked for in steps of 1 ms.
duration first_probe(circuit_breaker breaker) {
  duration when = opened_at;
  while (!breaker.ask(at(when))) when += 1ms;
  return when;
}

}  // namespace

TEST_CASE("a breaker is closed at first and lets everything through", "[guard]") {
  circuit_breaker breaker(spec, 1);

  for (int i = 0; i < 100; ++i) CHECK(breaker.ask(at(0ms)));
  CHECK(breaker.now_is() == state::closed);
  CHECK(breaker.openings() == 0);
}

TEST_CASE("failures in a row open a breaker, with the last of them", "[guard]") {
  circuit_breaker breaker(spec, 1);

  ask_and_tell(breaker, 0ms, false);
  CHECK(breaker.now_is() == state::closed);
  ask_and_tell(breaker, 1ms, false);

  CHECK(breaker.now_is() == state::open);
  CHECK(breaker.openings() == 1);
  CHECK_FALSE(breaker.ask(at(2ms)));
}

TEST_CASE("an answer between two failures begins the count anew", "[guard]") {
  circuit_breaker breaker(spec, 1);

  for (int i = 0; i < 10; ++i) {
    ask_and_tell(breaker, i * 10ms, false);
    ask_and_tell(breaker, i * 10ms + 5ms, true);
  }

  CHECK(breaker.now_is() == state::closed);
}

TEST_CASE("an answer is late only after the time that is allowed", "[guard]") {
  circuit_breaker in_time(spec, 1);
  circuit_breaker late(spec, 1);

  for (int i = 0; i < 2; ++i) {
    ask_and_tell(in_time, i * 100ms, true, 50ms);
    ask_and_tell(late, i * 100ms, true, 50ms + 1ns);
  }

  CHECK(in_time.now_is() == state::closed);
  CHECK(late.now_is() == state::open);
}

TEST_CASE("an open breaker lets nothing through before its pause is over", "[guard]") {
  auto breaker = opened();

  CHECK_FALSE(breaker.ask(at(opened_at)));
  CHECK_FALSE(breaker.ask(at(opened_at + 400ms - 1ns)));
  CHECK(breaker.now_is() == state::open);
}

TEST_CASE("after the pause and a quarter of it exactly one request probes", "[guard]") {
  probed p;

  CHECK(p.breaker.now_is() == state::half_open);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(p.breaker.ask(at(opened_at + longest_pause + i * 1s)));
}

TEST_CASE("a probe that is answered in time closes the breaker for all", "[guard]") {
  probed p;

  p.breaker.tell(p.probe, true, p.probe.asked_at + 50ms);

  CHECK(p.breaker.now_is() == state::closed);
  CHECK(p.breaker.ask(p.probe.asked_at + 51ms));
  CHECK(p.breaker.ask(p.probe.asked_at + 51ms));
}

TEST_CASE("a breaker that was closed again needs as many failures as at first", "[guard]") {
  probed p;
  p.breaker.tell(p.probe, true, p.probe.asked_at + 1ms);

  ask_and_tell(p.breaker, 600ms, false);

  CHECK(p.breaker.now_is() == state::closed);
}

TEST_CASE("a probe that fails or comes late opens the breaker for another pause", "[guard]") {
  for (bool const answered : {false, true}) {
    probed p;
    auto const told_at = p.probe.asked_at + 51ms;

    p.breaker.tell(p.probe, answered, told_at);

    CHECK(p.breaker.now_is() == state::open);
    CHECK(p.breaker.openings() == 2);
    CHECK_FALSE(p.breaker.ask(told_at + 400ms - 1ns));
    CHECK(p.breaker.ask(told_at + longest_pause));
  }
}

TEST_CASE("what was asked before the breaker opened neither closes it nor lengthens its pause",
          "[guard]") {
  circuit_breaker breaker(spec, 1);
  auto const early = breaker.ask(at(0ms));
  auto const too = breaker.ask(at(0ms));
  ask_and_tell(breaker, 0ms, false);
  ask_and_tell(breaker, 1ms, false);

  breaker.tell(*early, true, at(30ms));
  CHECK(breaker.now_is() == state::open);
  breaker.tell(*too, false, at(300ms));

  CHECK(breaker.openings() == 1);
  CHECK(breaker.ask(at(opened_at + longest_pause)));
}

TEST_CASE("an answer to an older request does not stand for the probe's", "[guard]") {
  circuit_breaker breaker(spec, 1);
  auto const answered = breaker.ask(at(0ms));
  auto const lost = breaker.ask(at(0ms));
  ask_and_tell(breaker, 0ms, false);
  ask_and_tell(breaker, 1ms, false);
  REQUIRE(breaker.ask(at(opened_at + longest_pause)));

  breaker.tell(*answered, true, at(510ms));
  CHECK(breaker.now_is() == state::half_open);
  breaker.tell(*lost, false, at(510ms));

  CHECK(breaker.now_is() == state::half_open);
}

TEST_CASE("nodes that lost their store together probe at times spread over a quarter of the pause",
          "[guard]") {
  std::set<duration> probes;
  for (std::uint64_t seed = 0; seed < 100; ++seed) probes.insert(first_probe(opened(seed)));

  CHECK(*probes.begin() >= opened_at + 400ms);
  CHECK(*probes.rbegin() <= opened_at + longest_pause);
  CHECK(*probes.begin() < opened_at + 420ms);
  CHECK(*probes.rbegin() > opened_at + 480ms);
  CHECK(probes.size() > 40);
}
