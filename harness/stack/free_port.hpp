#pragma once

#include "harness/model/error.hpp"

#include <cstdint>

namespace limitproof {

/// A TCP port nobody has on 127.0.0.1 right now. It is not reserved: whoever uses it must be
/// prepared to find it taken (start_on_free_port). Errors: `io`.
[[nodiscard]] result<std::uint16_t> free_port();

}  // namespace limitproof
