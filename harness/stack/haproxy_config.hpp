#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/scenario.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

struct haproxy_values {
  std::string bind;          ///< "127.0.0.1:8080"
  std::string admin_socket;  ///< "unix@haproxy.sock"
  std::string ready_path;    ///< a path no client asks for, answered by the balancer itself
  std::int64_t max_connections = 1000;
  balance_method balance = balance_method::roundrobin;
  std::vector<node_endpoint> nodes;
};

/// compose/haproxy.cfg.in, as it was when this was built.
extern std::string_view const haproxy_template;

/// The template with every @PLACEHOLDER@ filled in. A placeholder without a value is a bug and
/// aborts; so is a value without a place.
[[nodiscard]] std::string haproxy_config(std::string_view text, haproxy_values const& values);

}  // namespace limitproof
