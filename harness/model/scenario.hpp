#pragma once

#include "harness/model/fault.hpp"
#include "harness/model/guards.hpp"
#include "harness/model/phase.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/policy_set.hpp"
#include "harness/model/quota_dialect.hpp"
#include "harness/model/store_spec.hpp"
#include "harness/model/tolerance.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace limitproof {

enum class balance_method { roundrobin, leastconn, random, source };

template <>
inline constexpr auto enum_names<balance_method> =
    std::array{enum_name{balance_method::roundrobin, "roundrobin"},
               enum_name{balance_method::leastconn, "leastconn"},
               enum_name{balance_method::random, "random"},
               enum_name{balance_method::source, "source"}};

/// How a node answers when the store does not decide.
enum class on_store_error {
  open,    ///< serves
  closed,  ///< 503 with Retry-After
  local,   ///< decides by a count of its own: a bucket with its share of the limit
};

template <>
inline constexpr auto enum_names<on_store_error> =
    std::array{enum_name{on_store_error::open, "open"},
               enum_name{on_store_error::closed, "closed"},
               enum_name{on_store_error::local, "local"}};

inline constexpr std::int64_t most_nodes = 32;

struct stack_spec {
  std::int64_t nodes = 3;  ///< 1 … most_nodes
  balance_method balance = balance_method::roundrobin;
  on_store_error store_error = on_store_error::open;
  guard_spec guards{};
  std::vector<quota_dialect> headers{quota_dialect::ietf_03};
  std::vector<duration>
      node_clocks{};  ///< how far each node's clock is off; of the rest not at all
  store_spec store{};
  bool operator==(stack_spec const&) const = default;
};

/// The nodes' names, as X-Node tells them: node-1 … node-n.
[[nodiscard]] std::vector<std::string> node_names(stack_spec const& spec);

/// A figure of the report that an expectation can bound, from the closed list `figure_names`.
enum class figure {
  admission_ratio,
  certified_excess,
  worst_window,
  admitted,
  denied,
  unknown,
  degraded,
  peak_to_mean,
  admitted_degraded,
  denied_degraded,
  overshoot,
  detection_ms,
  recovery_ms,
  outage_p99_ms,
  store_calls_per_request,
  bytes_per_key
};

template <>
inline constexpr auto enum_names<figure> =
    std::array{enum_name{figure::admission_ratio, "admission_ratio"},
               enum_name{figure::certified_excess, "certified_excess"},
               enum_name{figure::worst_window, "worst_window"},
               enum_name{figure::admitted, "admitted"},
               enum_name{figure::denied, "denied"},
               enum_name{figure::unknown, "unknown"},
               enum_name{figure::degraded, "degraded"},
               enum_name{figure::peak_to_mean, "peak_to_mean"},
               enum_name{figure::admitted_degraded, "admitted_degraded"},
               enum_name{figure::denied_degraded, "denied_degraded"},
               enum_name{figure::overshoot, "overshoot"},
               enum_name{figure::detection_ms, "detection_ms"},
               enum_name{figure::recovery_ms, "recovery_ms"},
               enum_name{figure::outage_p99_ms, "outage_p99_ms"},
               enum_name{figure::store_calls_per_request, "store_calls_per_request"},
               enum_name{figure::bytes_per_key, "bytes_per_key"}};

struct expected_verdict {
  verdict_kind verdict = verdict_kind::pass;
  bool operator==(expected_verdict const&) const = default;
};  ///< of the whole run

struct expected_finding {
  check_name check{};
  verdict_kind verdict = verdict_kind::pass;
  bool operator==(expected_finding const&) const = default;
};  ///< of one check

struct expected_range {
  limitproof::figure figure{};
  std::optional<double> min, max;
  bool operator==(expected_range const&) const = default;
};

using expectation = std::variant<expected_verdict, expected_finding, expected_range>;

/// How large a scenario is run: as it stands, or with the members of its "full" in their places.
enum class run_size { usual, full };

template <>
inline constexpr auto enum_names<run_size> =
    std::array{enum_name{run_size::usual, "usual"}, enum_name{run_size::full, "full"}};

/// What takes the place of the nodes' policies in the course of a run.
struct policy_update {
  std::string text;                      ///< of the file that is pushed
  std::optional<policy_set> policies{};  ///< what it says; none: it is broken, and to be refused
  bool operator==(policy_update const&) const = default;
};

using policy_updates = std::map<std::string, policy_update>;  ///< by the name that faults push

struct scenario {
  std::string name;
  std::string why;
  limitproof::policy policy;             ///< of every request; empty where there are several
  std::optional<policy_set> policies{};  ///< several, and each phase says under which it comes
  policy_updates updates{};              ///< that take the place of `policies`
  judged_by judge = judged_by::declared;
  limitproof::tolerance tolerance;
  stack_spec stack;
  std::vector<std::string> limiters;
  std::vector<phase> attack;
  std::vector<fault> faults{};
  /// By run_name; none given: verdict pass.
  std::map<std::string, std::vector<expectation>> expect;
  std::uint64_t seed = 1;
  bool alone = false;               ///< what it measures is spoilt by another scenario beside it
  run_size size = run_size::usual;  ///< which of its sizes this is
  bool operator==(scenario const&) const = default;
};

}  // namespace limitproof
