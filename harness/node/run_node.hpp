#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/node/node_counters.hpp"
#include "harness/node/node_options.hpp"

#include <functional>
#include <string>

namespace limitproof {

/// Who is told what while a node runs.
struct node_observer {
  std::function<void(address const&)> listening;  ///< once, when connections are accepted
  std::function<void(std::string const&)> log;    ///< one line; called from any thread
};

/// Serves until SIGTERM or SIGINT, then answers what is under way; a second signal exits with 130
/// at once. Errors: bad_file (the plugin), bad_usage (it needs a store and none was given), io (the
/// port, or a thread that died).
[[nodiscard]] result<node_counters> run_node(node_settings const& settings,
                                             node_observer const& observer);

}  // namespace limitproof
