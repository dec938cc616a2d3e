#pragma once

#include "harness/model/units.hpp"
#include "harness/policies/request_fault.hpp"
#include "harness/policies/request_head.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace limitproof {

inline constexpr std::string_view check_path = "/check";

/// The request that a caller of GET /check asks about, in another client's name.
struct check_question {
  request_head head;
  std::optional<permits> cost;  ///< 0 looks without taking anything
};

/// Reads "user_id=alice&resource=%2Flogin&cost=2": exactly one of user_id and api_key, which both
/// stand for X-Api-Key; the resource's path, "/" unless told; its method, GET unless told; a cost.
/// Faults: check_query (a parameter that is unknown, repeated or empty, or spells a blank as "+",
/// which callers decode in two ways), cost.
[[nodiscard]] std::variant<check_question, request_fault> read_check_query(std::string_view query);

/// Whether a target is that of the endpoint; its query may be anything.
[[nodiscard]] bool is_check(std::string_view target);

}  // namespace limitproof
