#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// A key as it stood in the store when the snapshot was taken.
struct held_key {
  std::string name;                     ///< any bytes, also none
  std::string type;                     ///< Redis TYPE: "string", "zset" …
  std::optional<std::int64_t> ttl_ms;   ///< PTTL; none: it never expires
  std::int64_t bytes = 0;               ///< MEMORY USAGE, every element counted
  std::optional<std::int64_t> integer;  ///< a string's value, where it is a whole number
  bool operator==(held_key const&) const = default;
};

/// Of this many keys at most a snapshot holds the details.
inline constexpr std::size_t most_sampled_keys = 10'000;

/// What the store held right after an attack.
struct store_holdings {
  std::int64_t keys = 0;          ///< DBSIZE
  std::vector<held_key> sampled;  ///< in order of SCAN, each once, without those that expired
  bool operator==(store_holdings const&) const = default;
};

/// Of the sampled keys, rounded down; 0 without any.
[[nodiscard]] std::int64_t mean_bytes(store_holdings const& held);

}  // namespace limitproof
