#pragma once

namespace limitproof {

/// Products of a time in ns and a count of permits: up to 2^118 with the policy's bounds, so 128
/// bits.
__extension__ using wide = __int128;

}  // namespace limitproof
