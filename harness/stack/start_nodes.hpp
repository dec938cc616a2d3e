#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/stack/running_server.hpp"
#include "harness/stack/wait_limit.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace limitproof {

/// What every node of a stack is started with. Paths are absolute.
struct node_options {
  std::filesystem::path program;
  std::filesystem::path limiter;
  limitproof::policy policy;
  address store;
  on_store_error store_error = on_store_error::open;
};

/// `count` nodes, node-1 …, running but not yet reachable; each chooses its own port. Their logs
/// are <folder>/node-1.log …. Errors: those of child_process.
[[nodiscard]] result<std::vector<running_server>> start_nodes(node_options const& options,
                                                              std::int64_t count,
                                                              std::filesystem::path const& folder);

/// Fills in where each node listens, from the line "listening on 127.0.0.1:PORT" of its output.
/// Errors: the death of one, another port than a number, those of `limit`.
[[nodiscard]] result<void> await_addresses(std::vector<running_server>& nodes,
                                           wait_limit const& limit);

}  // namespace limitproof
