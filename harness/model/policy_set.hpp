#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/policy.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// One policy of a set, and who decides by it.
struct named_policy {
  std::string name;  ///< as read_name has it; told as X-Policy, and part of every key it counts
  policy promised;
  std::optional<std::string> limiter{};  ///< a plugin's name; none: the one the node was given
  bool operator==(named_policy const&) const = default;
};

/// Whose requests one count takes together.
enum class counted_by {
  identity,  ///< one client, as identity_spec tells clients apart
  address,   ///< one address, whatever keys are sent from it: guesses at a login
  everyone,  ///< all clients of the policy
};

template <>
inline constexpr auto enum_names<counted_by> =
    std::array{enum_name{counted_by::identity, "identity"},
               enum_name{counted_by::address, "address"},
               enum_name{counted_by::everyone, "everyone"}};

/// Which requests a policy is for: those that meet every condition given. The first rule decides.
struct policy_rule {
  /// A normalised path, "/login", or all below one and itself, "/api/*".
  std::optional<std::string> path{};
  std::vector<std::string> methods{};  ///< upper case; GET is HEAD too; none: any
  std::optional<std::string> tier{};   ///< of clients known by key
  bool anonymous = false;              ///< clients known by address only
  std::string policy{};
  std::optional<std::int64_t> cost{};  ///< of each request, whatever a header says
  counted_by by = counted_by::identity;
  bool operator==(policy_rule const&) const = default;
};

/// How clients are told apart. At least one of both is on.
struct identity_spec {
  bool api_key = true;  ///< by X-Api-Key
  /// Without a key by address, which the last so many entries of X-Forwarded-For were added by
  /// hops that are trusted to have done so. None: a request without a key is refused.
  std::optional<std::int64_t> trusted_hops{};
  bool operator==(identity_spec const&) const = default;
};

/// The tier of a client that is known by key: as listed, else as the table says, else as the header
/// says, else `otherwise`. A table's or a header's word that no rule asks about is no tier.
struct tier_spec {
  std::map<std::string, std::string> clients{};  ///< by API key
  /// A header that the balancer sets, or removes: whoever can send it chooses a tier.
  std::optional<std::string> header{};
  std::optional<std::string> otherwise{};
  bool table = false;  ///< who applies the set brings a table of clients' tiers
  bool operator==(tier_spec const&) const = default;
};

/// A header that tells a request's cost, which the balancer sets, or removes.
struct cost_spec {
  std::string header;
  std::int64_t most = 1;  ///< a higher cost is refused
  bool operator==(cost_spec const&) const = default;
};

/// Several policies, and which of them a request comes under. The decoder sees to it that every
/// request comes under a rule, that every rule decides on some request, and that every policy is
/// used.
struct policy_set {
  std::vector<named_policy> policies;  ///< by name, each once
  identity_spec identity{};
  tier_spec tiers{};
  std::vector<policy_rule> rules;
  std::optional<cost_spec> cost{};
  bool ignore_path_case = false;  ///< for applications whose routes do
  bool check_endpoint = false;    ///< GET /check decides for a client that somebody else names
  bool operator==(policy_set const&) const = default;
};

/// What rules ask about a request.
struct ruled_request {
  std::string_view path;    ///< normalised
  std::string_view method;  ///< upper case, GET for HEAD
  std::optional<std::string_view> tier{};
  bool anonymous = false;
};

/// Whether a rule's path covers a normalised path: "/api/*" covers "/api" and "/api/x".
[[nodiscard]] bool covers(std::string_view rule_path, std::string_view path);

[[nodiscard]] bool matches(policy_rule const& rule, ruled_request const& request);

/// The first of `rules` that matches; their number: none.
[[nodiscard]] std::size_t first_match(std::vector<policy_rule> const& rules,
                                      ruled_request const& request);

/// The policy of that name, which must be in the set.
[[nodiscard]] named_policy const& policy_named(policy_set const& set, std::string_view name);

/// What a limiter counts under: "free/key:alice", "login/address:192.0.2.1", "search/everyone:". No
/// two policies share a key, nor an API key with an address that reads the same.
[[nodiscard]] std::string counted_key(std::string_view policy,
                                      std::string_view kind,
                                      std::string_view who);

}  // namespace limitproof
