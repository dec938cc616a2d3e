#pragma once

#include "harness/model/external_target.hpp"
#include "harness/model/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// Identities as the load engine draws them: request i of a phase has key `draw_key(keys, i)`. They
/// are the indexes first … first + count - 1, or the `count` of `members` where a list shares
/// identities with another phase and so cannot be a range.
struct planned_keys {
  std::uint32_t first = 0;  ///< index of the phase's first key in `plan::keys`
  std::uint32_t count = 1;
  bool random = false;             ///< drawn by (seed, i); otherwise in turn
  std::int64_t zipf_permille = 0;  ///< of a draw: its exponent, see zipf_rank; 0: uniform
  std::uint64_t each = 1;  ///< in turn: so many requests of one identity before the next one's
  std::uint64_t seed = 0;
  std::vector<std::uint32_t> members{};  ///< indexes into `plan::keys`; empty: a range
  bool operator==(planned_keys const&) const = default;
};

/// Which key request `index` of a phase carries: an index into `plan::keys`. Pure.
[[nodiscard]] std::uint32_t draw_key(planned_keys const& keys, std::uint64_t index);

/// Open loop: request i is due as `due_times` says after the phase's start, on connection i mod
/// connections where that one is free, else on the next free one, else it stays due until one is
/// free (late, and recorded as such) or until it is `late_limit` late: then it is recorded
/// not_sent. What fell due while the generator did not run at all, for longer than `late_limit`, is
/// not_sent too: a stall is never followed by a burst that makes up for it.
struct paced_load {
  limitproof::rate rate;
  std::uint64_t requests = 0;
  limitproof::arrivals arrivals = limitproof::arrivals::constant;
  std::uint64_t seed = 0;      ///< of arrivals that are drawn
  std::uint32_t pipeline = 1;  ///< so many are due together, on one connection
  bool operator==(paced_load const&) const = default;
};

/// Open loop as paced_load, at a rate that goes evenly from `from` to `to` while it lasts; both
/// have one `per`.
struct ramp_load {
  rate from;
  rate to;
  duration over{};
  std::uint64_t requests = 0;
  bool operator==(ramp_load const&) const = default;
};

struct closed_load {
  std::uint32_t pipeline = 1;  ///< so many requests at a time on each connection
  bool operator==(closed_load const&) const = default;
};

/// Gate bursts: `rounds` times, `every` so long, one request on each of the phase's connections is
/// sent but for its last byte, and `hold` later all of those bytes go. Request i belongs to round
/// i / connections. A connection that is not ready by then, and a round that comes `late_limit` too
/// late, is recorded not_sent.
struct gate_load {
  std::uint64_t rounds = 1;
  duration every{};
  duration hold = std::chrono::milliseconds(100);
  bool operator==(gate_load const&) const = default;
};

/// Clients that react, one on each connection: after a denial that says Retry-After it asks again
/// when `obeys` says so, and otherwise `pause` after the answer. A wait that was told is lengthened
/// by up to `jitter`, drawn from the seed.
struct reactive_load {
  obedience obeys = obedience::exactly;
  duration pause{};
  duration jitter{};
  bool operator==(reactive_load const&) const = default;
};

/// Slow clients: `pause` by `pause`, each connection sends one more byte of its request. With the
/// last byte it is a request like any; at the end of the phase what is not whole is given up.
struct slow_load {
  duration pause{};
  bool operator==(slow_load const&) const = default;
};

using planned_load =
    std::variant<paced_load, ramp_load, closed_load, gate_load, reactive_load, slow_load>;

/// Its requests have a time to be sent at that no answer can change, and are sent or missed then.
[[nodiscard]] bool is_open_loop(planned_load const& load);

struct planned_phase {
  std::uint32_t number = 1;  ///< in the attack, from 1
  std::string kind;          ///< the scenario's word: "steady", "closed-loop"
  duration start{};  ///< after the run's start; later by what earlier phases wait for their edges
  duration length{};
  std::uint32_t connections = 1;
  planned_keys keys;
  planned_load load;
  std::optional<window_edge> edge{};  ///< begins at the first such instant at or after `start`
  /// Phases with one pool use the same connections, one phase after the other; those with different
  /// ones may run at once. All of a pool have one `connect`.
  std::uint32_t pool = 0;
  connect_to connect = connect_to::balancer;
  request_pattern requests{};
  std::string policy{};   ///< as sending_manner
  std::int32_t cost = 1;  ///< as sending_manner
  bool operator==(planned_phase const&) const = default;
};

/// The connections of one pool, as many as the phase needs that uses most of it.
struct connection_pool {
  std::uint32_t connections = 0;
  connect_to connect = connect_to::balancer;
  bool operator==(connection_pool const&) const = default;
};

/// By number, without gaps.
[[nodiscard]] std::vector<connection_pool> pools_of(std::vector<planned_phase> const& phases);

/// The scenario with its seeds and sizes resolved as far as they can be before the stack is up; the
/// same for every limiter of the scenario. Immutable, written to plan.json.
struct plan {
  limitproof::scenario scenario;  ///< with --seed and --limiter applied
  std::vector<std::string> keys;  ///< all identities, by index
  std::vector<planned_phase> phases;
  duration request_timeout = std::chrono::seconds(2);
  duration late_limit = std::chrono::milliseconds(50);
  /// A service that runs already, attacked instead of a stack of the scenario's.
  std::optional<external_target> target{};
  /// In the order they are carried out, each on one process: "nodes" is resolved.
  std::vector<fault> faults{};
  bool operator==(plan const&) const = default;
};

}  // namespace limitproof
