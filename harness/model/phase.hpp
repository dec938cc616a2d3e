#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/key_pattern.hpp"
#include "harness/model/request_pattern.hpp"
#include "harness/model/units.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace limitproof {

/// `lead` before the next edge of the windows `of` long that are aligned to the epoch of the
/// store's clock. 0 ≤ lead < of.
struct window_edge {
  duration of{};
  duration lead{};
  bool operator==(window_edge const&) const = default;
};

/// When a phase begins: `after` all before it have ended, or, `beside` the one before it, `after`
/// that one began; and then at `edge`. The first phase is beside none.
struct phase_begin {
  duration after{};
  std::optional<window_edge> edge;
  bool beside = false;
  bool operator==(phase_begin const&) const = default;
};

/// Where a phase's connections lead: all to the balancer; connection i to node i mod n; to the
/// nodes, and request i goes to node i mod n; to the nodes, and the requests of one identity all go
/// to one node, of the plan's identity k to node k mod n.
enum class connect_to { balancer, direct, interleaved, pinned };

template <>
inline constexpr auto enum_names<connect_to> =
    std::array{enum_name{connect_to::balancer, "balancer"},
               enum_name{connect_to::direct, "direct"},
               enum_name{connect_to::interleaved, "interleaved"},
               enum_name{connect_to::pinned, "pinned"}};

/// interleaved, pinned: a request's connection must be one to its node.
[[nodiscard]] constexpr bool picks_the_node(connect_to to) {
  return to == connect_to::interleaved || to == connect_to::pinned;
}

/// What requests look like, which way they go and what they are to be counted as; any kind of phase
/// may say so.
struct sending_manner {
  request_pattern requests{};
  connect_to connect = connect_to::balancer;
  std::string policy{};   ///< under which they are to come, of several; empty: there is only one
  std::int32_t cost = 1;  ///< the permits that each of them is to take
  bool operator==(sending_manner const&) const = default;
};

/// How requests are spaced at a rate: evenly; or each as long after the last as chance will have it
/// (a Poisson process), `rate` on average.
enum class arrivals { constant, poisson };

template <>
inline constexpr auto enum_names<arrivals> =
    std::array{enum_name{arrivals::constant, "constant"}, enum_name{arrivals::poisson, "poisson"}};

/// Open loop: a request is due every per/count whatever became of the earlier ones. With a
/// `pipeline` of n, n of them are due together, and go back to back on one connection.
struct steady_phase {
  static constexpr std::string_view word = "steady";  ///< in scenarios and plans
  limitproof::rate rate;
  duration length{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  limitproof::arrivals arrivals = limitproof::arrivals::constant;
  std::int64_t pipeline = 1;
  sending_manner manner{};
  bool operator==(steady_phase const&) const = default;
};

/// Open loop at a rate that grows, or shrinks, evenly from `from` to `to`; both have one `per`.
struct ramp_phase {
  static constexpr std::string_view word = "ramp";
  rate from;
  rate to;
  duration length{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  sending_manner manner{};
  bool operator==(ramp_phase const&) const = default;
};

/// Closed loop: each connection sends its next request, or `pipeline` of them, when the last one
/// was answered.
struct closed_loop_phase {
  static constexpr std::string_view word = "closed-loop";
  duration length{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  std::int64_t pipeline = 1;
  sending_manner manner{};
  bool operator==(closed_loop_phase const&) const = default;
};

/// Bursts that are released together: one request on each connection, `rounds` times.
struct gate_phase {
  static constexpr std::string_view word = "gate";
  std::int64_t rounds = 1;
  duration every{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  sending_manner manner{};
  bool operator==(gate_phase const&) const = default;
};

/// What a client makes of Retry-After: waits as told; comes a little more than a second early; asks
/// again at once.
enum class obedience { exactly, early, never };

template <>
inline constexpr auto enum_names<obedience> = std::array{enum_name{obedience::exactly, "exactly"},
                                                         enum_name{obedience::early, "early"},
                                                         enum_name{obedience::never, "never"}};

/// Clients that react to what they are told, one on each connection.
struct reactive_phase {
  static constexpr std::string_view word = "reactive";
  obedience obeys = obedience::exactly;
  duration pause{};   ///< between an answer and the next request, where nothing else was told
  duration jitter{};  ///< added to a wait that was told, 0 … jitter
  duration length{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  sending_manner manner{};
  bool operator==(reactive_phase const&) const = default;
};

/// Clients that hold their connections with as little as possible: one byte of a request on each
/// connection every `pause`. A request that is not whole when the phase ends is given up.
struct slow_phase {
  static constexpr std::string_view word = "slow";
  duration pause{};
  duration length{};
  std::int64_t connections = 1;
  key_pattern keys{};
  phase_begin begin{};
  sending_manner manner{};
  bool operator==(slow_phase const&) const = default;
};

using phase = std::
    variant<steady_phase, ramp_phase, closed_loop_phase, gate_phase, reactive_phase, slow_phase>;

}  // namespace limitproof
