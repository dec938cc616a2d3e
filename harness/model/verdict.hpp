#pragma once

#include "harness/model/enum_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

enum class verdict_kind { pass, fail, inconclusive };

template <>
inline constexpr auto enum_names<verdict_kind> =
    std::array{enum_name{verdict_kind::pass, "pass"},
               enum_name{verdict_kind::fail, "fail"},
               enum_name{verdict_kind::inconclusive, "inconclusive"}};

/// The closed list of checks. `over_admission` … `store_keys` judge the limiter; the others
/// judge the measurement and are pass or inconclusive, never fail.
enum class check_name {
  over_admission,
  wrongful_denial,
  lock_out,
  double_spend,
  split_view,
  retry_after,
  header_contract,
  store_keys,
  node_coverage,
  overload,
  overlap,
  send_lag,
  unknown_share,
  clock_offsets
};

template <>
inline constexpr auto enum_names<check_name> =
    std::array{enum_name{check_name::over_admission, "over_admission"},
               enum_name{check_name::wrongful_denial, "wrongful_denial"},
               enum_name{check_name::lock_out, "lock_out"},
               enum_name{check_name::double_spend, "double_spend"},
               enum_name{check_name::split_view, "split_view"},
               enum_name{check_name::retry_after, "retry_after"},
               enum_name{check_name::header_contract, "header_contract"},
               enum_name{check_name::store_keys, "store_keys"},
               enum_name{check_name::node_coverage, "node_coverage"},
               enum_name{check_name::overload, "overload"},
               enum_name{check_name::overlap, "overlap"},
               enum_name{check_name::send_lag, "send_lag"},
               enum_name{check_name::unknown_share, "unknown_share"},
               enum_name{check_name::clock_offsets, "clock_offsets"}};

/// What a check asks, in one sentence, for `limitproof list checks`.
[[nodiscard]] std::string_view question_of(check_name check);

/// A closed stretch of run time, ns.
struct time_interval {
  std::int64_t start_ns = 0;
  std::int64_t end_ns = 0;
  bool operator==(time_interval const&) const = default;
};

/// How strongly the text a rule comes from demands it (RFC 2119); a warning is our own.
enum class breach_severity { must, should, warning };

template <>
inline constexpr auto enum_names<breach_severity> =
    std::array{enum_name{breach_severity::must, "must"},
               enum_name{breach_severity::should, "should"},
               enum_name{breach_severity::warning, "warning"}};

/// A rule of the rate-limit fields, or of HTTP, that answers broke in one way.
struct rule_breach {
  std::string rule;  ///< its id, "F2"
  breach_severity severity{};
  std::string section;           ///< where it is written: "RFC 9110 section 10.2.3"
  std::string what;              ///< how it was broken
  std::string line;              ///< the first such header line; the status line if one is missing
  std::uint64_t operation = 0;   ///< id of the request it answered
  std::int64_t occurrences = 1;  ///< with lines that differ in their digits only
  bool operator==(rule_breach const&) const = default;
};

/// What one check found. A fail carries the shortest offending interval and the requests in it; an
/// inconclusive says why and what to change in `claim`.
struct finding {
  check_name check{};
  verdict_kind verdict = verdict_kind::inconclusive;
  std::string claim;  ///< one sentence with the figures in it
  std::optional<time_interval> interval;
  std::vector<std::uint64_t> witness;   ///< operation ids
  std::vector<rule_breach> breaches{};  ///< of header_contract, the musts first
  bool operator==(finding const&) const = default;
};

struct worst_window {
  std::int64_t count = 0;  ///< admissions certain to lie within one true window
  std::int64_t limit = 0;  ///< what was promised for it
  time_interval interval;
  bool operator==(worst_window const&) const = default;
};

/// Counts and measures of one run, all keys together.
struct admission_figures {
  std::int64_t offered = 0;  ///< planned requests: the sum of the seven below
  std::int64_t admitted = 0;
  std::int64_t denied = 0;
  std::int64_t unknown = 0;  ///< with the open ones
  std::int64_t not_decided = 0;
  std::int64_t not_sent = 0;
  std::int64_t admitted_degraded = 0;
  std::int64_t denied_degraded = 0;
  std::int64_t permits_offered = 0;   ///< what the requests cost that may have been decided
  std::int64_t permits_admitted = 0;  ///< what those cost that surely were admitted
  std::optional<std::int64_t>
      allowance;  ///< Σ over keys ⌊α(first intended → last intended)⌋; none: unlimited
  std::optional<double> ratio;        ///< permits_admitted ÷ allowance
  std::int64_t certified_excess = 0;  ///< of the worst interval of any key
  std::int64_t total_excess = 0;      ///< least number of admissions to remove, summed over keys
  std::optional<worst_window> worst;
  std::optional<std::int64_t> wrongful_denials{};  ///< certain; none: denials are not judged
  bool operator==(admission_figures const&) const = default;
};

/// The judgement of one run: fail if any finding fails; else inconclusive if over_admission or a
/// check of the measurement is; else pass. A check that this attack gave nothing to judge says so
/// in its own finding, and a scenario that needs its answer expects it by name.
struct verdict {
  verdict_kind kind = verdict_kind::inconclusive;
  std::vector<finding> findings;  ///< one per check, in the order of the list
  admission_figures admission;
  std::int64_t send_lag_us_p99 = 0;
  bool operator==(verdict const&) const = default;
};

}  // namespace limitproof
