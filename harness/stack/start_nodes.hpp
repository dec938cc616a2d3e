#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/stack/faked_clock.hpp"
#include "harness/stack/running_server.hpp"
#include "harness/stack/wait_limit.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// What every node of a stack is started with. Paths are absolute.
struct node_options {
  std::filesystem::path program;
  std::filesystem::path limiter;
  limitproof::policy policy;  ///< of every request, where there is no file of several
  std::optional<std::filesystem::path> policies{};  ///< that file
  address store;
  on_store_error store_error = on_store_error::open;
  guard_spec guards{};
  std::int64_t nodes = 1;  ///< how many share the store
  std::vector<quota_dialect> headers{quota_dialect::ietf_03};
  std::filesystem::path folder;  ///< where their logs go, node-1.log …, and their clocks
  std::optional<std::filesystem::path> clock_library{};  ///< libfaketime; none: the true time
};

/// The flags of any node of the stack; its name and port are missing.
[[nodiscard]] std::vector<std::string> node_flags(node_options const& options);

/// The clock of a node that is started with a clock library.
[[nodiscard]] faked_clock clock_of(node_options const& options, std::string const& node);

/// One node under each of `spec`'s names, running but not yet reachable; each chooses its own port.
/// Errors: those of child_process; `io` where a clock cannot be set.
[[nodiscard]] result<std::vector<running_server>> start_nodes(node_options const& options,
                                                              stack_spec const& spec);

/// Fills in where each node listens, from the line "listening on 127.0.0.1:PORT" of its output.
/// Errors: the death of one, another port than a number, those of `limit`.
[[nodiscard]] result<void> await_addresses(std::vector<running_server>& nodes,
                                           wait_limit const& limit);

/// A node of that name that listens at `where`, where one listened before, with the clock that one
/// had at last. Errors: its death, a port that another program keeps, those of `limit`.
[[nodiscard]] result<running_server> start_node_again(node_options const& options,
                                                      std::string const& name,
                                                      address const& where,
                                                      wait_limit const& limit);

}  // namespace limitproof
