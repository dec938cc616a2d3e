#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

struct address {
  std::string host = "127.0.0.1";  ///< numeric IPv4
  std::uint16_t port = 0;
  bool operator==(address const&) const = default;
};

struct node_endpoint {
  std::string name;
  address http;
};

/// store_us ≈ monotonic_us + offset_us, within ± bound_us (half the best TIME round trip seen).
struct store_anchor {
  std::int64_t offset_us = 0;
  std::int64_t bound_us = 0;
};

/// What `up` hands to the attack.
struct endpoints {
  address balancer;
  std::vector<node_endpoint> nodes;
  std::optional<address> store;
  std::optional<store_anchor> clock;
};

}  // namespace limitproof
