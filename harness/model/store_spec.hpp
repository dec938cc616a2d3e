#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/units.hpp"

#include <cstdint>

namespace limitproof {

/// Which keys a store that is full gives up, as redis.conf spells it (maxmemory-policy).
enum class eviction_policy {
  noeviction,  ///< none: writes fail
  allkeys_lru,
  allkeys_lfu,
  allkeys_random,
  volatile_lru,
  volatile_lfu,
  volatile_random,
  volatile_ttl,
};

template <>
inline constexpr auto enum_names<eviction_policy> =
    std::array{enum_name{eviction_policy::noeviction, "noeviction"},
               enum_name{eviction_policy::allkeys_lru, "allkeys-lru"},
               enum_name{eviction_policy::allkeys_lfu, "allkeys-lfu"},
               enum_name{eviction_policy::allkeys_random, "allkeys-random"},
               enum_name{eviction_policy::volatile_lru, "volatile-lru"},
               enum_name{eviction_policy::volatile_lfu, "volatile-lfu"},
               enum_name{eviction_policy::volatile_random, "volatile-random"},
               enum_name{eviction_policy::volatile_ttl, "volatile-ttl"}};

/// How the store of a stack is run, and whether it is timed meanwhile.
struct store_spec {
  std::int64_t maxmemory = 0;  ///< bytes; 0: no bound
  eviction_policy policy = eviction_policy::noeviction;
  /// While the attack goes on the harness itself asks the store for a bare EVALSHA this often, and
  /// times it; 0: never.
  duration probe{};
  bool operator==(store_spec const&) const = default;
};

/// Counts may be gone without anybody having been told.
[[nodiscard]] constexpr bool evicts(store_spec const& spec) {
  return spec.maxmemory > 0 && spec.policy != eviction_policy::noeviction;
}

}  // namespace limitproof
