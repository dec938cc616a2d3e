#pragma once

#include "harness/lab/measure_limiter.hpp"
#include "harness/lab/measure_window.hpp"
#include "harness/run/catalog.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace limitproof {

/// A limiter as the table shows it.
struct limiter_description {
  std::string name;
  limiter_claims claims;
  measured_window worst_window;
  std::optional<limiter_cost> cost;  ///< nothing for one that keeps nothing in the store
};

struct description {
  std::vector<limiter_description> limiters;
  measured_work work;
  std::string measured_with;  ///< the date, the machine, Redis
};

/// Measures the limiters called `names`, or all of the catalog if there is no name, on a Redis of
/// our own that ends with the call. Errors: `bad_file` for a limiter, `missing_program` or
/// `stack_failed` for Redis, `interrupted` when `stop` is set.
[[nodiscard]] result<description> describe_limiters(catalog const& where,
                                                    std::vector<std::string> const& names,
                                                    measured_work const& work,
                                                    std::atomic<bool> const& stop);

/// The most that a limiter of such claims admits, in words: its algorithm's curve, times the nodes
/// where each counts alone.
[[nodiscard]] std::string bound_text(limiter_claims const& claims);

/// A Markdown table, and how it was measured.
[[nodiscard]] std::string description_text(description const& d);

}  // namespace limitproof
