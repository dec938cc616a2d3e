#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/stack/child_process.hpp"

#include <memory>

namespace limitproof {

/// A child that listens.
struct running_server {
  std::unique_ptr<child_process> process;
  address where;
};

}  // namespace limitproof
