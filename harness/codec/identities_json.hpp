#pragma once

#include "harness/codec/json_reader.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// All identities of a plan in order, as an array of key patterns: a million of user-0 …
/// user-999999 stay one line.
[[nodiscard]] std::vector<std::string> read_identities(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_identities(std::vector<std::string> const& names);

}  // namespace limitproof
