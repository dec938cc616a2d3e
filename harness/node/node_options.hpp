#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/quota_dialect.hpp"
#include "harness/model/scenario.hpp"
#include "harness/model/units.hpp"

#include <chrono>
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
  policy promised;                                      ///< empty where there is a file of policies
  std::optional<std::filesystem::path> policies;        ///< the file
  std::optional<std::filesystem::path> limiter_path{};  ///< where its policies' plugins are
  std::optional<address> store;
  on_store_error store_error = on_store_error::open;
  guard_spec guards{};
  std::vector<quota_dialect> dialects{quota_dialect::ietf_03};
  int threads = 1;
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
