#pragma once

#include "harness/check/requests_by_key.hpp"
#include "harness/model/evidence.hpp"

#include <cstdint>
#include <string>

namespace limitproof {

/// One request that the limiter denied, or that may have taken permits from it. There is one for
/// each operation, so the flags share the words of two numbers that never need their sign bit.
struct asked_request {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;      ///< or `never_ns`
  std::uint32_t operation : 31 = 0;  ///< index into history::operations
  std::uint32_t denied : 1 = 0;
  std::uint32_t cost : 31 = 1;      ///< permits, > 0
  std::uint32_t may_spend : 1 = 0;  ///< also of a denied one, where denials consume
};

static_assert(sizeof(asked_request) == 24);

/// What the limiter was asked under each key, as the most that may have been taken: an admission
/// took its cost between send and answer. A request of unknown outcome, one still open, and one
/// that was answered without the store may reach it at any later time, so it may take its cost
/// then. A denial takes its cost where `consumes_on_deny` is claimed. Refused and unsent requests
/// and those of no cost take nothing. An answer without times may have been decided at any time,
/// and is not held against the limiter. Throws std::length_error beyond 2^31 operations.
[[nodiscard]] requests_by_key<asked_request> group_asked(evidence const& e);

/// Why what others ask under the same keys would go unseen; empty: nobody else asks, as the run
/// has nodes and a store of its own.
[[nodiscard]] std::string why_keys_are_shared(evidence const& e);

}  // namespace limitproof
