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
};

template <>
inline constexpr auto enum_names<fault_action> =
    std::array{enum_name{fault_action::kill, "kill"},
               enum_name{fault_action::stop, "stop"},
               enum_name{fault_action::resume, "continue"},
               enum_name{fault_action::restart, "restart"},
               enum_name{fault_action::clock, "clock"},
               enum_name{fault_action::reload, "reload"},
               enum_name{fault_action::flush, "flush"},
               enum_name{fault_action::flush_scripts, "flush-scripts"}};

/// What a fault may be done to, besides a node by its name.
inline constexpr std::string_view balancer_target = "balancer";
inline constexpr std::string_view store_target = "store";
inline constexpr std::string_view every_node_target = "nodes";  ///< one node after the other

struct fault {
  duration at{};  ///< run time
  fault_action action{};
  std::string target;
  duration offset{};  ///< of `clock`: the node's clock less the true one, may be negative
  bool operator==(fault const&) const = default;
};

/// A fault that was carried out, on the run's clock.
struct injection {
  fault what;
  std::int64_t begin_ns = 0;  ///< before the first thing was done
  std::int64_t end_ns = -1;   ///< when it had taken effect; `absent`: the run was cut short in it
  bool operator==(injection const&) const = default;
};

}  // namespace limitproof
