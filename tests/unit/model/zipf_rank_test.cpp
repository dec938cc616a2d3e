#include "harness/model/zipf_rank.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("zipf ranks come up in proportion to a power of the rank") {
  auto const exponent_permille = GENERATE(1, 500, 999, 1000, 1001, 1100, 3000);
  CAPTURE(exponent_permille);
  constexpr std::uint32_t count = 12;
  constexpr std::uint64_t draws = 100'000;

  std::vector<double> hits(count);
  for (std::uint64_t i = 0; i < draws; ++i)
    ++hits.at(zipf_rank(count, exponent_permille, i * 0x9e3779b97f4a7c15U + 3) - 1);

  double all = 0;
  for (std::uint32_t k = 1; k <= count; ++k) all += std::pow(k, -exponent_permille / 1000.0);
  for (std::uint32_t k = 1; k <= count; ++k) {
    CAPTURE(k);
    auto const p = std::pow(k, -exponent_permille / 1000.0) / all;
    CHECK(hits[k - 1] / draws == Approx(p).margin(5 * std::sqrt(p * (1 - p) / draws)));
  }
}

TEST_CASE("a zipf rank lies within its count however extreme the law") {
  for (std::int64_t const exponent_permille : {1, 1000, 10'000})
    for (std::uint32_t const count : {1u, 2u, 10'000'000u})
      for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        auto const rank = zipf_rank(count, exponent_permille, seed);
        if (rank < 1 || rank > count) FAIL("rank " << rank << " of " << count);
      }
}

TEST_CASE("a zipf draw depends on its seed alone") {
  CHECK(zipf_rank(1000, 1100, 42) == zipf_rank(1000, 1100, 42));
  int differing = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    differing += zipf_rank(1'000'000, 500, seed) != zipf_rank(1'000'000, 500, seed + 1000) ? 1 : 0;
  CHECK(differing > 90);
}
