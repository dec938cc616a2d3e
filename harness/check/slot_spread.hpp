#pragma once

#include "harness/model/store_holdings.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// How the keys of each client lie among the slots of a cluster. Borrows the keys.
struct slot_spread {
  std::int64_t placed_keys = 0;     ///< that are certain to belong to one client
  std::int64_t spread_clients = 0;  ///< with keys in more than one slot
  held_key const* one = nullptr;    ///< two keys of the first such client
  held_key const* other = nullptr;
};

/// A key belongs to a client if the client's identity stands in its name, as keys spell it
/// (encode_identity) and with neither end touching a character that an identity may have: "tb:{a}"
/// belongs to "a", "tb:{ab}" and "tb_a" do not. A name with two clients' identities belongs to
/// neither for certain.
[[nodiscard]] slot_spread find_slot_spread(std::vector<held_key> const& keys,
                                           std::vector<std::string> const& clients);

}  // namespace limitproof
