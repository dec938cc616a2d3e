#pragma once

#include "harness/model/endpoints.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

namespace limitproof {

/// A key of an etcd v3, whose JSON gateway is at `where`.
struct etcd_key {
  address where;
  std::string key;  ///< 1 to 256 bytes
  bool operator==(etcd_key const&) const = default;
};

/// "http://127.0.0.1:2379/limits/policies" is the key "limits/policies": all that follows the slash
/// after the port, as it stands. Printable ASCII but "%", "?", "#" and the blank, which URLs give
/// another meaning.
[[nodiscard]] std::optional<etcd_key> parse_etcd_key(std::string const& url);

/// Where a node's policies are: in a file, or in a key.
using policy_origin = std::variant<std::filesystem::path, etcd_key>;

/// As it was given on the command line.
[[nodiscard]] std::string to_text(policy_origin const& origin);

}  // namespace limitproof
