#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/units.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

/// What is done to a part of the stack.
enum class fault_action {
  kill,           ///< SIGKILL: it is gone until a restart
  stop,           ///< SIGSTOP: it keeps its connections and answers nothing until `resume`
  resume,         ///< SIGCONT, spelled "continue"
  restart,        ///< ended in order if it still runs, then the same again on the same port
  clock,          ///< a node's wall clock is off by `offset` from now on
  reload,         ///< the balancer's new process takes over its listening socket
  flush,          ///< the store forgets every key
  flush_scripts,  ///< the store forgets every script
  slow,           ///< what nodes and store send each other takes `latency` longer, each way
  narrow,         ///< each connection to the store carries `bandwidth` bytes, each way
  reset,          ///< connections to the store are reset, and new ones too
  blackhole,      ///< connections to the store stay and are accepted, and carry nothing
  heal,           ///< ends the four above
  push,           ///< other policies take the place of the nodes'
};

/// Done to the way between the nodes and the store, and to no process. Each of these takes the
/// place of the one before it.
[[nodiscard]] constexpr bool concerns_way(fault_action action) {
  switch (action) {
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
      return true;
    case fault_action::kill:
    case fault_action::stop:
    case fault_action::resume:
    case fault_action::restart:
    case fault_action::clock:
    case fault_action::reload:
    case fault_action::flush:
    case fault_action::flush_scripts:
    case fault_action::push:
      return false;
  }
  return false;
}

template <>
inline constexpr auto enum_names<fault_action> =
    std::array{enum_name{fault_action::kill, "kill"},
               enum_name{fault_action::stop, "stop"},
               enum_name{fault_action::resume, "continue"},
               enum_name{fault_action::restart, "restart"},
               enum_name{fault_action::clock, "clock"},
               enum_name{fault_action::reload, "reload"},
               enum_name{fault_action::flush, "flush"},
               enum_name{fault_action::flush_scripts, "flush-scripts"},
               enum_name{fault_action::slow, "slow"},
               enum_name{fault_action::narrow, "narrow"},
               enum_name{fault_action::reset, "reset"},
               enum_name{fault_action::blackhole, "blackhole"},
               enum_name{fault_action::heal, "heal"},
               enum_name{fault_action::push, "push"}};

/// What a fault may be done to, besides a node by its name.
inline constexpr std::string_view balancer_target = "balancer";
inline constexpr std::string_view store_target = "store";
inline constexpr std::string_view every_node_target = "nodes";  ///< one node after the other

struct fault {
  duration at{};  ///< run time
  fault_action action{};
  std::string target;  ///< of `push`: the name of what is pushed, in scenario::updates
  duration offset{};   ///< of `clock`: the node's clock less the true one, may be negative
  duration latency{};  ///< of `slow`: added each way
  duration jitter{};   ///< of `slow`: up to so much more, drawn anew for each piece
  rate bandwidth{};    ///< of `narrow`: bytes
  bool operator==(fault const&) const = default;
};

/// The store is another process from then on, which keeps nothing and counts from nothing.
[[nodiscard]] inline bool replaces_store(fault const& f) {
  return f.target == store_target &&
         (f.action == fault_action::kill || f.action == fault_action::restart);
}

/// A fault that was carried out, on the run's clock.
struct injection {
  fault what;
  std::int64_t begin_ns = 0;  ///< before the first thing was done
  std::int64_t end_ns = -1;   ///< when it had taken effect; `absent`: the run was cut short in it
  bool operator==(injection const&) const = default;
};

}  // namespace limitproof
