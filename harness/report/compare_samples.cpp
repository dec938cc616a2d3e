#include "harness/report/compare_samples.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>

namespace limitproof {

namespace {

// One in 40 at either end: 95 % lie between.
constexpr std::int64_t rare = 40;

/// The middle value; of an even number the mean of the middle two, rounded down.
std::int64_t median_of(std::vector<std::int64_t> const& sorted) {
  auto const upper = sorted[sorted.size() / 2];
  if (sorted.size() % 2 == 1) return upper;
  auto const lower = sorted[sorted.size() / 2 - 1];
  return lower + (upper - lower) / 2;
}

/// For each u from 0 to n · m how many orders of n and m values have U = u: the number of ways to
/// choose n of the ranks 1 … n + m with the sum u + n(n + 1) / 2.
std::vector<std::int64_t> orders_by_u(std::size_t n, std::size_t m) {
  auto const base = n * (n + 1) / 2;
  std::vector<std::vector<std::int64_t>> ways(n + 1,
                                              std::vector<std::int64_t>(n * m + base + 1, 0));
  ways[0][0] = 1;
  for (std::size_t rank = 1; rank <= n + m; ++rank)
    for (std::size_t chosen = std::min(rank, n); chosen > 0; --chosen)
      for (std::size_t sum = rank; sum < ways[chosen].size(); ++sum)
        ways[chosen][sum] += ways[chosen - 1][sum - rank];
  return {ways[n].begin() + static_cast<std::ptrdiff_t>(base), ways[n].end()};
}

/// The largest k such that at most one order in 40 has U < k.
std::size_t trimmed_differences(std::size_t n, std::size_t m) {
  auto const orders = orders_by_u(n, m);
  std::int64_t all = 0;
  for (auto const count : orders) all += count;
  std::int64_t below = 0;
  std::size_t k = 0;
  while (k < orders.size() && below + orders[k] <= all / rare) below += orders[k++];
  return k;
}

sample summarised(std::vector<std::int64_t> const& sorted) {
  return {sorted.front(), median_of(sorted), sorted.back()};
}

}  // namespace

sample_difference compare_samples(std::vector<std::int64_t> before,
                                  std::vector<std::int64_t> after) {
  LIMITPROOF_ASSERT(!before.empty() && before.size() <= most_compared_runs);
  LIMITPROOF_ASSERT(!after.empty() && after.size() <= most_compared_runs);
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  std::vector<std::int64_t> differences;
  for (auto const from : before)
    for (auto const to : after) differences.push_back(to - from);
  std::sort(differences.begin(), differences.end());

  sample_difference difference{
      summarised(before), summarised(after), median_of(differences), std::nullopt};
  auto const k = trimmed_differences(before.size(), after.size());
  if (k > 0)
    difference.interval = value_range{differences[k - 1], differences[differences.size() - k]};
  return difference;
}

}  // namespace limitproof
