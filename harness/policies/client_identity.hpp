#pragma once

#include "harness/model/policy_set.hpp"
#include "harness/policies/request_fault.hpp"
#include "harness/policies/request_head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace limitproof {

/// Who asks.
struct client_identity {
  bool anonymous = false;  ///< known by address
  std::string who;         ///< the API key, or the address
  bool operator==(client_identity const&) const = default;
};

/// The one spelling of a client's address: "192.0.2.1" also for "::ffff:192.0.2.1" and
/// "192.0.2.1:4711", and "2001:db8:0:1::/64" for each address of that network, since whoever has
/// one has 2^64 (traefik/traefik#9721, express-rate-limit/express-rate-limit#667). None: no
/// address.
[[nodiscard]] std::optional<std::string> normalised_address(std::string_view text);

/// The address that the first of `trusted_hops` hops saw: the last entry but `trusted_hops` - 1 of
/// all X-Forwarded-For lines together. A balancer adds a line of its own below the client's, so
/// neither the first entry (long2ice/fastapi-limiter#9 and many others) nor the first
/// line (LearningCircuit/local-deep-research#6442) may be believed. Fault: forwarded_for.
[[nodiscard]] std::variant<std::string, request_fault> forwarded_address(request_head const& head,
                                                                         std::int64_t trusted_hops);

/// By key where there is one and keys count, else by address. A head without a key has been refused
/// before where nothing else identifies. Fault: forwarded_for.
[[nodiscard]] std::variant<client_identity, request_fault> identify(request_head const& head,
                                                                    identity_spec const& rule);

}  // namespace limitproof
