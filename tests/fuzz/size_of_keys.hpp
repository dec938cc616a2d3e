#pragma once

#include <cstdint>
#include <string_view>

namespace limitproof {

/// How many identities a scenario's or plan's text asks for, at most; 0 for what is no JSON. A few
/// bytes may ask for ten million, which is allowed, and takes longer than a fuzzer has.
[[nodiscard]] std::int64_t identities_asked_for(std::string_view text);

inline constexpr std::int64_t most_fuzzed_identities = 2'000;

}  // namespace limitproof
