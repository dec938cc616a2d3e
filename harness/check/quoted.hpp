#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// `bytes` in quotes, every one that is not printable ASCII as \xNN: fit for a claim.
[[nodiscard]] std::string quoted(std::string_view bytes);

}  // namespace limitproof
