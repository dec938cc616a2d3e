#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/stack/child_process.hpp"

#include <memory>

namespace limitproof {

/// A child that listens.
struct running_server {
  std::unique_ptr<child_process> process;
  address where;
  bool is_down = false;    ///< killed by a fault: that it does not run is meant
  bool is_paused = false;  ///< stopped by a fault
};

}  // namespace limitproof
