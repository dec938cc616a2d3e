#pragma once

#include "harness/model/report.hpp"
#include "harness/model/scenario.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace limitproof {

/// What a run showed that expectations can speak of.
struct found_figures {
  limitproof::verdict const& verdict;
  std::optional<std::int64_t> peak_to_mean_milli{};
  std::span<outage_row const> outages{};
  std::optional<std::int64_t> store_calls_milli{};  ///< per request
  std::optional<std::int64_t> bytes_per_key{};
};

/// One row per expectation; an empty list expects the verdict pass. An inconclusive verdict that no
/// expectation foresaw gets an unmet row of its own: figures of an attack that proved nothing are
/// no ground to call a run as expected.
[[nodiscard]] std::vector<expectation_row> evaluate_expectations(
    std::vector<expectation> const& expected, found_figures const& found);

/// Every row is met.
[[nodiscard]] bool all_met(std::vector<expectation_row> const& rows);

}  // namespace limitproof
