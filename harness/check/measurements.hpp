#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/certain_denials.hpp"
#include "harness/check/excess.hpp"
#include "harness/model/evidence.hpp"
#include "harness/model/verdict.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// Where the run exceeds what was promised most.
struct worst_offence {
  std::size_t key = 0;
  std::size_t limit = 0;  ///< index into the policy's limits
  limitproof::excess excess;
};

/// Admissions of one key that cannot all be legal, whenever they were decided, though no interval
/// holds too much.
struct impossible_choice {
  std::size_t key = 0;
  time_interval interval;          ///< they lie in
  std::vector<admission> witness;  ///< in order of sending
  bool forgiven = false;           ///< by the tolerance: one permit is certain to be too much
};

/// Keys of which it is not known whether conforming decision times exist.
struct undecided_keys {
  std::int64_t keys = 0;
  std::size_t first_key = 0;
  std::int64_t most_permits = 0;  ///< that any of them can have had above what it may have
};

/// What was asked for under one key, and what was allowed.
struct key_load {
  std::int64_t offered = 0;  ///< permits of the requests that were sent and reached the limiter
  /// ⌊α(first intended send → last intended send)⌋ of the least limit, loosened by the tolerance.
  std::int64_t allowance = 0;
};

/// What several checks need, computed once.
struct measurements {
  admission_figures figures;
  std::int64_t unplaced = 0;  ///< admitted requests of which only one end is known
  std::optional<worst_offence> worst;
  /// The worst of those that the tolerance does not forgive.
  std::optional<worst_offence> unforgiven;
  std::optional<certificate> shown;             ///< for `unforgiven`
  std::optional<impossible_choice> impossible;  ///< the first, but one not forgiven before all
  undecided_keys undecided;
  std::int64_t keys_in_excess = 0;
  std::optional<wrongful_denials> wrongful;  ///< none: denials are not judged
  key_load most_loaded;                      ///< of the key with the largest offered ÷ allowance
  std::int64_t send_lag_ns_p99 = 0;          ///< over the open-loop requests that were sent
  std::int64_t open_loop_sent = 0;
};

/// What the run is judged by: the algorithm the limiter declares, or a sliding log, which is the
/// policy taken at its word.
[[nodiscard]] algorithm judged_algorithm(evidence const& e);

/// Limit number `limit` of the policy with the scenario's tolerance, and with the store's clock
/// where windows are aligned to it: a fixed window that tells time by a node's clock or by the
/// key's lifetime has no grid to be held to.
[[nodiscard]] judged_limit judged_limit_of(evidence const& e, std::size_t limit);

/// Whether the tolerance forgives `found`: permits + share · what the interval allows.
[[nodiscard]] bool is_forgiven(excess const& found, tolerance const& allowed);

/// The name of key `key` in quotes, every byte that is not printable ASCII as \xNN.
[[nodiscard]] std::string key_text(evidence const& e, std::size_t key);

/// Permits are costs; with unit costs they are requests. Throws std::invalid_argument for evidence
/// that contradicts itself (a key nobody named, an admission without times).
[[nodiscard]] measurements measure(evidence const& e);

}  // namespace limitproof
