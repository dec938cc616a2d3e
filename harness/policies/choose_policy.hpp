#pragma once

#include "harness/model/policy_set.hpp"
#include "harness/model/units.hpp"
#include "harness/policies/request_fault.hpp"
#include "harness/policies/request_head.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace limitproof {

/// What a request is asked under.
struct policy_choice {
  std::size_t policy = 0;  ///< its place in policy_set::policies
  std::string key;         ///< as counted_key has it
  permits cost{1};
  bool operator==(policy_choice const&) const = default;
};

/// The tier that a table has a client of this API key in; none: it has no such client.
using tier_lookup = std::function<std::optional<std::string>(std::string const& client)>;

/// The policy a request comes under: path, method and client against the rules, in their order.
/// `told_cost` comes before any other, where somebody who may tells one. `table` is asked where the
/// set has tiers from one. Faults: those of identify and normalised_path, a repeated tier, a cost
/// that is no whole number from 1 to cost_spec::most.
[[nodiscard]] std::variant<policy_choice, request_fault> choose_policy(
    request_head const& head,
    policy_set const& set,
    tier_lookup const& table,
    std::optional<permits> told_cost = {});

/// A whole number in plain digits, at most `most`; none for anything else: a sign, a fraction, a
/// space, a number too large for 64 bits.
[[nodiscard]] std::optional<permits> read_cost(std::string_view text, permits least, permits most);

}  // namespace limitproof
