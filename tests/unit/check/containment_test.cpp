#include "harness/check/affine_excess.hpp"
#include "harness/check/fullest_window.hpp"
#include "harness/check/stair_excess.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using allowance = std::function<std::int64_t(std::int64_t length)>;

/// C(a, b) by counting.
std::int64_t contained_cost(std::vector<admission> const& requests, time_interval const& i) {
  std::int64_t cost = 0;
  for (auto const& r : requests)
    if (r.sent_ns >= i.start_ns && r.received_ns <= i.end_ns) cost += r.cost;
  return cost;
}

/// Every interval that begins with a send and ends with an answer: no other can be the first, the
/// worst or the shortest to hold too much.
std::vector<time_interval> candidate_intervals(std::vector<admission> const& requests) {
  std::vector<time_interval> intervals;
  for (auto const& first : requests)
    for (auto const& last : requests)
      if (first.sent_ns <= last.received_ns) intervals.push_back({first.sent_ns, last.received_ns});
  return intervals;
}

std::int64_t length_of(time_interval const& i) {
  return i.end_ns - i.start_ns;
}

struct expected_excess {
  std::int64_t worst = 0;
  std::int64_t disjoint = 0;
  std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
};

expected_excess excess_by_counting(std::vector<admission> const& requests,
                                   allowance const& allowed) {
  auto intervals = candidate_intervals(requests);
  std::sort(intervals.begin(), intervals.end(), [](auto const& a, auto const& b) {
    return a.end_ns < b.end_ns;
  });
  expected_excess expected;
  std::vector<std::pair<std::int64_t, std::int64_t>> best_by_end = {
      {std::numeric_limits<std::int64_t>::min(), 0}};
  for (auto const& i : intervals) {
    auto const excess = contained_cost(requests, i) - allowed(length_of(i));
    if (excess <= 0) continue;
    expected.worst = std::max(expected.worst, excess);
    expected.shortest = std::min(expected.shortest, length_of(i));
    std::int64_t before = 0;
    for (auto const& [end, best] : best_by_end)
      if (end < i.start_ns) before = std::max(before, best);
    expected.disjoint = std::max(expected.disjoint, before + excess);
    best_by_end.emplace_back(i.end_ns, before + excess);
  }
  return expected;
}

struct request_shape {
  int most = 120;
  std::int64_t end = 400;
  std::int64_t slowest = 40;
  std::int64_t dearest = 1;
};

std::vector<admission> random_admissions(std::mt19937_64& random, request_shape const& shape) {
  std::vector<admission> requests;
  auto const count = between(random, 1, shape.most);
  for (std::int64_t i = 0; i < count; ++i) {
    auto const sent = between(random, 0, shape.end);
    auto const latency = between(random, 0, 7) == 0 ? shape.slowest : shape.slowest / 8;
    requests.push_back({sent,
                        sent + between(random, 0, latency),
                        static_cast<std::uint32_t>(i),
                        static_cast<std::int32_t>(between(random, 1, shape.dearest))});
  }
  std::sort(requests.begin(), requests.end(), [](auto const& a, auto const& b) {
    return std::tuple(a.sent_ns, a.received_ns) < std::tuple(b.sent_ns, b.received_ns);
  });
  return requests;
}

TEST_CASE("the affine sweep finds the worst, the disjoint and the shortest as counting does",
          "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int overfull_rounds = 0;
  for (int round = 0; round < 150; ++round) {
    auto const requests = random_admissions(random, {.dearest = round % 3 == 0 ? 4 : 1});
    affine_curve const curve{between(random, 1, 6), between(random, 0, 5), between(random, 10, 40)};
    CAPTURE(round, curve.burst, curve.count, curve.per);
    auto const expected = excess_by_counting(requests, [&](std::int64_t length) {
      return curve.burst + curve.count * length / curve.per;
    });

    REQUIRE(affine_excess(requests, curve, counted_intervals::worst).permits == expected.worst);
    REQUIRE(affine_excess(requests, curve, counted_intervals::disjoint).permits ==
            expected.disjoint);
    auto const shortest = shortest_overfull(requests, curve, 1'000);
    REQUIRE(shortest.has_value() == (expected.worst > 0));
    if (!shortest) continue;
    ++overfull_rounds;
    REQUIRE(length_of(*shortest) == expected.shortest);
    REQUIRE_FALSE(shortest_overfull(requests, curve, expected.shortest - 1).has_value());
  }
  REQUIRE(overfull_rounds > 50);
}

TEST_CASE("the stair sweep finds the worst and the shortest as counting does", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int overfull_rounds = 0;
  for (int round = 0; round < 150; ++round) {
    auto const points = round % 2 == 0;
    auto const requests = random_admissions(
        random, {.most = 60, .slowest = points ? 0 : 90, .dearest = round % 3 == 0 ? 3 : 1});
    auto const per = between(random, 10, 60);
    stair_curve const curve{between(random, 1, 9), per, round % 4 < 2 ? per - 1 : 0};
    CAPTURE(round, curve.count, curve.per, curve.early);
    auto const expected = excess_by_counting(requests, [&](std::int64_t length) {
      return curve.count * ((length + curve.early) / curve.per + 1);
    });

    REQUIRE(stair_excess(requests, curve, counted_intervals::worst).permits == expected.worst);
    auto const disjoint = stair_excess(requests, curve, counted_intervals::disjoint).permits;
    REQUIRE(disjoint <= expected.disjoint);
    REQUIRE(disjoint >= expected.worst);
    if (points) REQUIRE(disjoint == expected.disjoint);
    auto const shortest = shortest_overfull(requests, curve, 1'000);
    REQUIRE(shortest.has_value() == (expected.worst > 0));
    if (!shortest) continue;
    ++overfull_rounds;
    REQUIRE(length_of(*shortest) == expected.shortest);
  }
  REQUIRE(overfull_rounds > 50);
}

TEST_CASE("the fullest window is the one counting finds", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 100; ++round) {
    auto const requests = random_admissions(random, {.dearest = 3});
    auto const per = between(random, 1, 60);
    CAPTURE(round, per);
    std::int64_t expected = 0;
    for (auto const& i : candidate_intervals(requests))
      if (length_of(i) < per) expected = std::max(expected, contained_cost(requests, i));

    auto const found = fullest_window(requests, per);

    REQUIRE(found.permits == expected);
    REQUIRE(length_of(found.interval) < per);
    REQUIRE(contained_cost(requests, found.interval) == expected);
  }
}

}  // namespace
}  // namespace limitproof
