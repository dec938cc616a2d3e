#pragma once

#include <cstdint>
#include <string_view>

namespace limitproof {

/// The slot of 16384 in which a Redis cluster keeps `key`: CRC-16 (XMODEM) of its hash tag, the
/// bytes between the first { and the first } behind it, or of the whole key where there is none or
/// nothing in it (Redis cluster specification, "Hash tags"). A script's keys must lie in one slot.
[[nodiscard]] std::uint16_t cluster_slot(std::string_view key);

}  // namespace limitproof
