#include "harness/serve/own_host.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace limitproof {

namespace {

constexpr std::uint16_t default_port = 80;  // which browsers leave out

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_own_host(std::string_view host, std::uint16_t port) {
  constexpr std::array<std::string_view, 3> own{"127.0.0.1", "localhost", "[::1]"};
  std::string told(host);
  std::transform(told.begin(), told.end(), told.begin(), to_lower);
  auto const port_text = ":" + std::to_string(port);
  return std::any_of(own.begin(), own.end(), [&](std::string_view name) {
    return told == std::string(name) + port_text || (port == default_port && told == name);
  });
}

}  // namespace limitproof
