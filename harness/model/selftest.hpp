#pragma once

#include "harness/model/verdict.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// What kind of harm a broken limiter does.
enum class fault_family { over_admission, lock_out, headers, time, keys };

template <>
inline constexpr auto enum_names<fault_family> =
    std::array{enum_name{fault_family::over_admission, "over_admission"},
               enum_name{fault_family::lock_out, "lock_out"},
               enum_name{fault_family::headers, "headers"},
               enum_name{fault_family::time, "time"},
               enum_name{fault_family::keys, "keys"}};

/// Whether a check judges the limiter; the others judge the measurement and never fail.
[[nodiscard]] constexpr bool judges_the_limiter(check_name check) {
  return check <= check_name::store_keys;
}

/// A limiter that is wrong on purpose, and the check that is to find it out.
struct broken_limiter {
  std::string limiter;  ///< a plugin folder of the selftest
  fault_family family{};
  std::string fault;     ///< in words
  std::string seen_in;   ///< URL of the public thread about a real one
  std::string scenario;  ///< that lets it show its fault
  check_name found_by{};
  bool operator==(broken_limiter const&) const = default;
};

/// selftest.json: whom a selftest tries.
struct selftest_table {
  std::vector<broken_limiter> broken;
  std::vector<std::string> correct;  ///< limiters that no check may accuse
  bool operator==(selftest_table const&) const = default;
};

/// What one run on a real stack came to.
struct selftest_run {
  std::string limiter;
  std::string scenario;
  verdict_kind verdict = verdict_kind::inconclusive;
  std::vector<check_name> fired;   ///< the checks that failed it
  std::vector<check_name> unsure;  ///< those that judge the measurement and were inconclusive
  std::string claim;               ///< of the check that was to fire; else of the first that did
  std::string directory;           ///< the run's, relative to the selftest's
};

/// `killed` iff the check that was to find it failed: a fail by another check alone is the wrong
/// reason, and the limiter has survived. But one whose attack or measurement was not valid may not
/// have been shown its fault's cue, whatever else failed it: that is inconclusive.
enum class broken_fate { killed, survived, inconclusive };

template <>
inline constexpr auto enum_names<broken_fate> =
    std::array{enum_name{broken_fate::killed, "killed"},
               enum_name{broken_fate::survived, "survived"},
               enum_name{broken_fate::inconclusive, "inconclusive"}};

struct tried_limiter {
  broken_limiter broken;
  selftest_run run;
};

struct selftest_result {
  std::vector<tried_limiter> broken;
  std::vector<selftest_run> correct;
};

struct selftest_counts {
  std::int64_t killed = 0, survived = 0, inconclusive = 0;
  std::int64_t correct_runs = 0, false_alarms = 0, inconclusive_runs = 0;
  bool operator==(selftest_counts const&) const = default;
};

[[nodiscard]] broken_fate fate_of(tried_limiter const& tried);

[[nodiscard]] selftest_counts count(selftest_result const& r);

/// fail: a broken limiter survived, or a correct one was accused. inconclusive: neither, and what
/// became of a broken limiter is not known, or no run of a correct one came to a conclusion.
[[nodiscard]] verdict_kind verdict_of(selftest_counts const& counts);

}  // namespace limitproof
