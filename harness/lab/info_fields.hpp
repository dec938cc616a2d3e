#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace limitproof {

/// The value of the line `name:value` of an INFO answer; empty if there is none.
[[nodiscard]] std::string_view info_field(std::string_view info, std::string_view name);

/// As above, where it is a whole number.
[[nodiscard]] std::optional<std::int64_t> info_number(std::string_view info, std::string_view name);

/// The microseconds that INFO commandstats counts since CONFIG RESETSTAT: in scripts where there
/// were any, which contain the commands they called, and otherwise in all commands but RESETSTAT.
[[nodiscard]] std::int64_t microseconds_in_commands(std::string_view info);

}  // namespace limitproof
