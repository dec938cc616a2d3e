#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/verdict.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limitproof {

/// What two sets of runs are compared by: one whole number per run.
enum class measured_figure {
  admitted,
  certified_excess,
  worst_window,
  wrongful_denials,
  unknown,
  admitted_p50_us,
  admitted_p99_us,
  denied_p50_us,
  denied_p99_us,
  limiter_p50_us,
  limiter_p99_us
};

template <>
inline constexpr auto enum_names<measured_figure> =
    std::array{enum_name{measured_figure::admitted, "admitted"},
               enum_name{measured_figure::certified_excess, "certified_excess"},
               enum_name{measured_figure::worst_window, "worst_window"},
               enum_name{measured_figure::wrongful_denials, "wrongful_denials"},
               enum_name{measured_figure::unknown, "unknown"},
               enum_name{measured_figure::admitted_p50_us, "admitted_p50_us"},
               enum_name{measured_figure::admitted_p99_us, "admitted_p99_us"},
               enum_name{measured_figure::denied_p50_us, "denied_p50_us"},
               enum_name{measured_figure::denied_p99_us, "denied_p99_us"},
               enum_name{measured_figure::limiter_p50_us, "limiter_p50_us"},
               enum_name{measured_figure::limiter_p99_us, "limiter_p99_us"}};

/// One run of one limiter, as its report tells it. A figure that it does not tell is not there.
struct measured_run {
  std::string scenario;
  std::string limiter;  ///< as run_name
  verdict_kind verdict = verdict_kind::inconclusive;
  std::map<measured_figure, std::int64_t> figures;
};

/// The same figure of several runs.
struct sample {
  std::int64_t least = 0, median = 0, most = 0;
  bool operator==(sample const&) const = default;
};

struct value_range {
  std::int64_t least = 0, most = 0;
  bool operator==(value_range const&) const = default;
};

/// By how much a figure of the second runs is above that of the first.
struct sample_difference {
  sample before, after;
  std::int64_t shift = 0;  ///< the median of the differences of all pairs of runs
  std::optional<value_range>
      interval;  ///< holds the shift with 95 % confidence; none: too few runs

  /// The interval leaves no room for "the same".
  [[nodiscard]] bool seen() const {
    return interval && (interval->least > 0 || interval->most < 0);
  }

  bool operator==(sample_difference const&) const = default;
};

/// How often each verdict was given.
using verdict_counts = std::map<verdict_kind, std::int64_t>;

/// The runs of one limiter under one scenario, before and after.
struct compared_limiter {
  std::string scenario;
  std::string before, after;  ///< the limiters; the same but where one is compared with another
  verdict_counts verdicts_before, verdicts_after;
  std::vector<std::pair<measured_figure, sample_difference>> figures;
};

struct comparison {
  std::string before, after;  ///< what was compared, as the user named it
  std::vector<compared_limiter> limiters;
  std::vector<std::string> only_before, only_after;  ///< "scenario, limiter" of one side
};

}  // namespace limitproof
