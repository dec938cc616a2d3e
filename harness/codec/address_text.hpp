#pragma once

#include "harness/model/endpoints.hpp"

#include <optional>
#include <string>

namespace limitproof {

/// Four decimal numbers with dots between them, nothing else.
[[nodiscard]] bool is_ipv4(std::string const& text);

/// "127.0.0.1:6379": a numeric IPv4 address and a port from 1 to 65535.
[[nodiscard]] std::optional<address> parse_address(std::string const& text);

/// The same, or a host name of letters, digits, dots, dashes and underscores in place of the
/// address.
[[nodiscard]] std::optional<address> parse_host_and_port(std::string const& text);

/// The inverse.
[[nodiscard]] std::string to_text(address const& where);

}  // namespace limitproof
