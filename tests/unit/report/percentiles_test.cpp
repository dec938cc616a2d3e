#include "harness/report/percentiles.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

/// 1 µs, 2 µs … `count` µs, largest first.
std::vector<std::int64_t> descending_microseconds(std::int64_t count) {
  std::vector<std::int64_t> times_ns;
  for (auto us = count; us > 0; --us) times_ns.push_back(us * 1000);
  return times_ns;
}

}  // namespace

TEST_CASE("a percentile is the measured value at its nearest rank", "[report]") {
  auto const ten = percentiles_of(descending_microseconds(10));

  CHECK(ten.count == 10);
  CHECK(ten.p50 == 5);
  CHECK(ten.p90 == 9);
  CHECK(ten.p99 == 10);
  CHECK(ten.p999 == 10);
  CHECK(ten.max == 10);
}

TEST_CASE("percentiles of a thousand values sit one rank apart at the tail", "[report]") {
  auto const thousand = percentiles_of(descending_microseconds(1000));

  CHECK(thousand.p50 == 500);
  CHECK(thousand.p90 == 900);
  CHECK(thousand.p99 == 990);
  CHECK(thousand.p999 == 999);
  CHECK(thousand.max == 1000);
}

TEST_CASE("of an odd number of values p50 is the middle one", "[report]") {
  CHECK(percentiles_of({9000, 1000, 5000}).p50 == 5);
}

TEST_CASE("a single value is every percentile", "[report]") {
  auto const one = percentiles_of({42'000});

  CHECK(one.p50 == 42);
  CHECK(one.p999 == 42);
  CHECK(one.max == 42);
}

TEST_CASE("percentiles round nanoseconds to the nearest microsecond", "[report]") {
  CHECK(percentiles_of({1'499}).max == 1);
  CHECK(percentiles_of({1'500}).max == 2);
}

TEST_CASE("no values have a count of zero", "[report]") {
  CHECK(percentiles_of({}).count == 0);
}
