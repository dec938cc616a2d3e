#include "harness/report/compare_samples.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

using values = std::vector<std::int64_t>;

/// The definition, counted out: the k-th smallest difference, where at most 1 in 40 of all orders
/// of n and m values have U below k.
std::size_t counted_out_k(std::size_t n, std::size_t m) {
  std::vector<bool> first(n + m, false);
  std::fill(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(n), true);
  std::map<std::size_t, std::int64_t> orders;
  std::int64_t all = 0;
  do {
    std::size_t smaller_later = 0;
    for (std::size_t i = 0; i < first.size(); ++i)
      for (std::size_t j = i + 1; j < first.size(); ++j) smaller_later += !first[i] && first[j];
    ++orders[smaller_later];
    ++all;
  } while (std::prev_permutation(first.begin(), first.end()));
  std::int64_t below = 0;
  std::size_t k = 0;
  for (auto const& [u, count] : orders) {
    below += count;
    if (below * 40 > all) break;
    k = u + 1;
  }
  return k;
}

values ascending(std::size_t size, std::int64_t from) {
  values all(size);
  std::iota(all.begin(), all.end(), from);
  return all;
}

}  // namespace

TEST_CASE("the interval is between the differences that the definition names", "[report]") {
  for (std::size_t n = 1; n <= 7; ++n)
    for (std::size_t m = 1; m <= 7; ++m) {
      INFO(n << " and " << m);
      auto const before = ascending(n, 0);
      // Far apart, so that the differences are all unlike.
      values after;
      for (std::size_t i = 0; i < m; ++i) after.push_back(static_cast<std::int64_t>(100 * i * i));
      values differences;
      for (auto const a : before)
        for (auto const b : after) differences.push_back(b - a);
      std::sort(differences.begin(), differences.end());

      auto const k = counted_out_k(n, m);
      auto const interval = compare_samples(before, after).interval;

      REQUIRE(interval.has_value() == (k > 0));
      if (k > 0)
        CHECK(*interval == value_range{differences[k - 1], differences[differences.size() - k]});
    }
}

TEST_CASE("three runs on each side are too few, four apart are enough", "[report]") {
  auto const three = compare_samples({1, 2, 3}, {101, 102, 103});
  auto const four = compare_samples({1, 2, 3, 4}, {101, 102, 103, 104});

  CHECK_FALSE(three.interval);
  CHECK_FALSE(three.seen());
  CHECK(three.shift == 100);
  CHECK(four.interval == value_range{97, 103});
  CHECK(four.seen());
}

TEST_CASE("samples that overlap show no difference", "[report]") {
  auto const mixed = compare_samples({10, 20, 30, 40}, {15, 25, 35, 45});

  REQUIRE(mixed.interval);
  CHECK(mixed.interval->least < 0);
  CHECK(mixed.interval->most > 0);
  CHECK_FALSE(mixed.seen());
}

TEST_CASE("what is always the same is not a difference, however often it was measured",
          "[report]") {
  auto const same = compare_samples(values(30, 499), values(30, 499));

  CHECK(same.interval == value_range{0, 0});
  CHECK_FALSE(same.seen());
}

TEST_CASE("a sample is told by its least, middle and most, in whatever order it came", "[report]") {
  auto const told = compare_samples({9, 1, 4}, {7, 5});

  CHECK(told.before == sample{1, 4, 9});
  CHECK(told.after == sample{5, 6, 7});
}

TEST_CASE("samples of one distribution look different no more often than promised", "[report]") {
  constexpr int trials = 2'000;
  std::mt19937_64 draw(20'260'801);
  std::uniform_int_distribution<std::int64_t> one_of(0, 1'000'000);
  int seen = 0;
  for (int i = 0; i < trials; ++i) {
    values before(6);
    values after(6);
    for (auto* side : {&before, &after})
      for (auto& value : *side) value = one_of(draw);
    seen += compare_samples(before, after).seen() ? 1 : 0;
  }

  // Of 924 orders 2 · 19 lie outside: 4.1 %.
  INFO(seen << " of " << trials << ", seed 20260801");
  CHECK(seen <= trials * 6 / 100);
  CHECK(seen >= trials * 2 / 100);
}
