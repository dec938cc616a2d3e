#pragma once

#include "harness/model/enum_names.hpp"

#include <array>

namespace limitproof {

/// Where a scenario's balancer, nodes and store run.
enum class stack_kind {
  local,    ///< as our child processes
  compose,  ///< in containers of compose/compose.yaml
};

template <>
inline constexpr auto enum_names<stack_kind> =
    std::array{enum_name{stack_kind::local, "local"}, enum_name{stack_kind::compose, "compose"}};

}  // namespace limitproof
