#include "harness/serve/own_host.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace limitproof {

namespace {

constexpr std::uint16_t default_port = 80;  // which browsers leave out

}  // namespace

bool is_own_host(std::string_view host, std::uint16_t port) {
  constexpr std::array<std::string_view, 3> own{"127.0.0.1", "localhost", "[::1]"};
  auto const port_text = ":" + std::to_string(port);
  return std::any_of(own.begin(), own.end(), [&](std::string_view name) {
    return host == std::string(name) + port_text || (port == default_port && host == name);
  });
}

}  // namespace limitproof
