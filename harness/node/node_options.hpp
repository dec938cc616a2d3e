#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/quota_dialect.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/units.hpp"
#include "harness/policy_sources/policy_origin.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// How a node was told to run.
struct node_settings {
  address listen;  ///< port 0: any free one
  std::string name = "node";
  std::filesystem::path limiter;
  policy promised;                                      ///< empty where there are several
  std::optional<policy_origin> policies;                ///< several, and where they are
  std::optional<std::filesystem::path> limiter_path{};  ///< where their plugins are
  std::optional<std::filesystem::path> tier_table{};    ///< of the clients, where they have one
  duration tier_ttl = std::chrono::minutes(5);          ///< that a row of it is believed for
  std::optional<address> store;
  on_store_error store_error = on_store_error::open;
  guard_spec guards{};
  std::int64_t nodes = 1;  ///< that share the store, with this one
  std::vector<quota_dialect> dialects{quota_dialect::ietf_03};
  int threads = 1;
  std::optional<address> admin{};  ///< where metrics are served; port 0: any free one
};

/// What --help shows.
struct usage_text {
  std::string text;
};

/// Reads the flags of limitproof-node. Errors, one sentence each: bad_usage (a flag), bad_file (the
/// policy). The name is 1 to 64 letters, digits, dots, dashes or underscores, so that it can stand
/// in a header and in JSON as it is.
[[nodiscard]] result<std::variant<node_settings, usage_text>> parse_node_options(
    int argc, char const* const* argv);

}  // namespace limitproof
