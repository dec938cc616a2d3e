#include "harness/model/plan.hpp"
#include "harness/model/splitmix64.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("splitmix64 gives the published sequence") {
  CHECK(splitmix64(0, 0) == 0xe220a8397b1dcdafU);
  CHECK(splitmix64(0, 1) == 0x6e789e6aa1b965f4U);
  CHECK(splitmix64(1234567, 0) == 6457827717110365317U);
  CHECK(splitmix64(1234567, 4) == 16408922859458223821U);
}

TEST_CASE("keys in turn come round in order") {
  planned_keys const three{.first = 5, .count = 3};

  std::vector<std::uint32_t> drawn;
  for (std::uint64_t i = 0; i < 7; ++i) drawn.push_back(draw_key(three, i));

  CHECK(drawn == std::vector<std::uint32_t>{5, 6, 7, 5, 6, 7, 5});
}

TEST_CASE("keys that are no range are drawn from their members") {
  planned_keys const members{.count = 3, .members = {9, 2, 9}};

  std::vector<std::uint32_t> drawn;
  for (std::uint64_t i = 0; i < 4; ++i) drawn.push_back(draw_key(members, i));

  CHECK(drawn == std::vector<std::uint32_t>{9, 2, 9, 9});
}

TEST_CASE("a random draw depends on the seed and the request's index alone") {
  planned_keys const keys{.first = 10, .count = 1000, .random = true, .seed = 7};
  auto other_seed = keys;
  other_seed.seed = 8;

  int differing = 0;
  for (std::uint64_t i = 100; i-- > 0;) {
    CHECK(draw_key(keys, i) == draw_key(planned_keys(keys), i));
    differing += draw_key(keys, i) != draw_key(other_seed, i) ? 1 : 0;
  }
  CHECK(differing > 90);
}

TEST_CASE("random draws stay within the range and reach every key about equally often") {
  constexpr std::uint32_t count = 16;
  constexpr std::uint64_t draws = 160'000;
  planned_keys const keys{.first = 3, .count = count, .random = true, .seed = 20240601};

  std::vector<std::int64_t> hits(count);
  for (std::uint64_t i = 0; i < draws; ++i) ++hits.at(draw_key(keys, i) - keys.first);

  // A binomial count has standard deviation 97 here; 6 of them.
  for (auto const seen : hits) CHECK(std::abs(seen - 10'000) < 580);
}

TEST_CASE("zipf draws begin at the phase's first key, which is the one that comes up most") {
  planned_keys const keys{
      .first = 7, .count = 100, .random = true, .zipf_permille = 1200, .seed = 20240601};

  std::vector<int> hits(100);
  for (std::uint64_t i = 0; i < 10'000; ++i) ++hits.at(draw_key(keys, i) - keys.first);

  CHECK(hits[0] > hits[1]);
  CHECK(hits[1] > hits[9]);
  CHECK(hits[0] > 2'000);
}

TEST_CASE("one key is always drawn") {
  planned_keys const keys{.first = 4, .count = 1, .random = true, .seed = 1};

  for (std::uint64_t i = 0; i < 100; ++i) CHECK(draw_key(keys, i) == 4);
}
