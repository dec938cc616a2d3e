#pragma once

#include "harness/redis/redis_reply.hpp"
#include "tests/limiters/reference_bucket.hpp"

#include <cstdint>
#include <vector>

namespace limitproof {

/// A script's reply as one row of numbers, a list inside it in its place.
[[nodiscard]] inline std::vector<std::int64_t> figures_of(redis_reply const& reply) {
  if (reply.type != redis_reply::kind::array) return {reply.integer};
  std::vector<std::int64_t> figures;
  for (auto const& element : reply.elements) {
    auto const inner = figures_of(element);
    figures.insert(figures.end(), inner.begin(), inner.end());
  }
  return figures;
}

/// The same row as a reference has it.
[[nodiscard]] inline std::vector<std::int64_t> figures_of(reference_decision const& expected,
                                                          std::int64_t now_us) {
  std::vector<std::int64_t> figures{expected.admitted, expected.binding_limit, expected.limit};
  auto const& each = expected.each_remaining;
  if (each.empty())
    figures.push_back(expected.remaining);
  else
    figures.insert(figures.end(), each.begin(), each.end());
  figures.insert(figures.end(), {expected.until_full_us, expected.retry_after_us, now_us});
  return figures;
}

}  // namespace limitproof
