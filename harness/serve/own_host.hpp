#pragma once

#include <cstdint>
#include <string_view>

namespace limitproof {

/// Whether a request's Host names this server as its user does: 127.0.0.1, localhost or [::1], with
/// `port`. A page of a foreign name that was pointed at this machine asks with that name instead
/// (DNS rebinding), and is to be refused.
[[nodiscard]] bool is_own_host(std::string_view host, std::uint16_t port);

}  // namespace limitproof
