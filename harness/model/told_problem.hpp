#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The body of an answer of type application/problem+json (RFC 9457), as far as the rules of the
/// rate-limit fields speak of it.
struct told_problem {
  std::uint64_t operation = 0;          ///< id
  std::string fault;                    ///< why it cannot be read; empty: it can
  std::optional<std::string> type;      ///< a URI
  std::optional<std::int64_t> status;   ///< what it says the response's status is
  std::vector<std::string> violations;  ///< `violated-policies`: names of policies
  bool operator==(told_problem const&) const = default;
};

}  // namespace limitproof
