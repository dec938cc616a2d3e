#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// Who sends: the identities a phase draws its requests from.
struct one_key {
  std::string name;
  bool operator==(one_key const&) const = default;
};

struct listed_keys {
  std::vector<std::string> names;
  bool operator==(listed_keys const&) const = default;
};  ///< in turn

struct uniform_keys {
  std::string prefix;
  std::int64_t count = 1;
  bool operator==(uniform_keys const&) const = default;
};  ///< <prefix>-0 … , at random from the seed

/// <prefix>-0 … in turn, `each` requests of one before the next one's: a fresh identity for every
/// gate burst, or for every request.
struct numbered_keys {
  std::string prefix;
  std::int64_t count = 1;
  std::int64_t each = 1;
  bool operator==(numbered_keys const&) const = default;
};

/// <prefix>-0 … at random from the seed, a few of them often and most seldom: number k - 1 comes up
/// in proportion to k^-exponent (see zipf_rank).
struct zipf_keys {
  std::string prefix;
  std::int64_t count = 1;
  std::int64_t exponent_permille = 1000;  ///< 1 … 10 000: 1100 is k^-1.1
  bool operator==(zipf_keys const&) const = default;
};

using key_pattern = std::variant<one_key, listed_keys, uniform_keys, numbered_keys, zipf_keys>;

/// A pattern's identities in order; a list may name one twice.
[[nodiscard]] std::vector<std::string> identities(key_pattern const& pattern);

}  // namespace limitproof
