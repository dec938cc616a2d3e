#include "harness/model/due_times.hpp"

#include "harness/model/exponential_draw.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::vector<duration> all_due(due_times times, std::uint64_t requests) {
  std::vector<duration> due;
  for (std::uint64_t i = 0; i < requests; ++i) due.push_back(times.of(i));
  return due;
}

paced_load drawn(std::uint64_t seed) {
  return {.rate = {1000, 1s}, .arrivals = arrivals::poisson, .seed = seed};
}

}  // namespace

TEST_CASE("evenly spaced requests are due as their rate says") {
  rate const r{3, 1s};

  CHECK(all_due(due_times(paced_load{r}), 4) ==
        std::vector<duration>{r.due(0), r.due(1), r.due(2), r.due(3)});
}

TEST_CASE("requests of one pipeline are due with its first one") {
  CHECK(all_due(due_times(paced_load{.rate = {1, 1s}, .pipeline = 3}), 7) ==
        std::vector<duration>{0s, 0s, 0s, 3s, 3s, 3s, 6s});
}

TEST_CASE("a ramp's requests are due where the integral of its rate says, rounded up") {
  // From 1/s to 3/s within 4 s: t + t²/4 requests after t.
  ramp_load const load{{1, 1s}, {3, 1s}, 4s};

  CHECK(events_within_ramp(load) == 8);
  CHECK(all_due(due_times(load), 4) ==
        std::vector<duration>{0ns, 828'427'125ns, 1'464'101'616ns, 2s});
  CHECK(ramp_due(load, 7) < 4s);
  CHECK(ramp_due(load, 8) == 4s);
}

TEST_CASE("a ramp may lead down, and then mirrors the way up") {
  ramp_load const down{{3, 1s}, {1, 1s}, 4s};

  CHECK(events_within_ramp(down) == 8);
  // 3t - t²/4 = 5 after 2 s.
  CHECK(ramp_due(down, 5) == 2s);
}

TEST_CASE("a ramp without a slope is a steady rate") {
  ramp_load const level{{7, 1s}, {7, 1s}, 10s};
  rate const r{7, 1s};

  CHECK(events_within_ramp(level) == 70);
  for (std::uint64_t i = 0; i < 70; ++i) {
    auto const late = ramp_due(level, i) - r.due(static_cast<std::int64_t>(i));
    CHECK((late == 0ns || late == 1ns));
  }
}

TEST_CASE("the largest ramp there can be is computed without overflow") {
  constexpr std::int64_t a_day_at_the_fastest = 864'000'000'000;
  ramp_load const load{{1, 24h}, {a_day_at_the_fastest, 24h}, 1h};
  auto const requests = static_cast<std::uint64_t>(events_within_ramp(load));

  // Its mean rate is 5·10⁶ a second and a little.
  CHECK(requests == 18'000'000'001);
  // Half of the time has brought a quarter of it all.
  CHECK(std::chrono::abs(ramp_due(load, requests / 4) - 30min) < 1us);
  CHECK(ramp_due(load, requests - 1) <= 1h);
  CHECK(ramp_due(load, requests - 1) > 1h - 1us);
}

TEST_CASE("drawn arrivals are the same whoever asks for which of them") {
  auto const all = all_due(due_times(drawn(5)), 100);

  due_times every_third(drawn(5));
  for (std::uint64_t i = 1; i < 100; i += 3) CHECK(every_third.of(i) == all[i]);
}

TEST_CASE("another seed draws other arrivals") {
  CHECK(all_due(due_times(drawn(5)), 10) != all_due(due_times(drawn(6)), 10));
}

TEST_CASE("drawn arrivals of a pipeline are due together") {
  auto load = drawn(5);
  load.pipeline = 4;
  auto const due = all_due(due_times(load), 8);

  CHECK(due[0] == due[3]);
  CHECK(due[4] > due[3]);
  CHECK(due[4] == due[7]);
}

TEST_CASE("the times between drawn arrivals are exponential") {
  constexpr int draws = 200'000;
  duration sum{};
  std::vector<int> longer(4);  // than 0, 1, 2, 3 times the mean
  for (std::uint64_t i = 0; i < draws; ++i) {
    auto const wait = exponential_draw({1000, 1s}, i * 0x9e3779b97f4a7c15U + 11);
    sum += wait;
    for (int k = 0; k < 4; ++k) longer[static_cast<std::size_t>(k)] += wait > k * 1ms ? 1 : 0;
  }

  // The mean's standard deviation is 1 ms / √200 000 = 2.2 µs, a share's √(p(1-p)/n); 5 of each.
  CHECK(std::chrono::abs(sum / draws - 1ms) < 12us);
  for (int k = 1; k < 4; ++k) {
    auto const p = std::exp(-k);
    CHECK(longer[static_cast<std::size_t>(k)] / double{draws} ==
          Approx(p).margin(5 * std::sqrt(p * (1 - p) / draws)));
  }
}
