#include "harness/codec/address_text.hpp"

#include <charconv>

#include <arpa/inet.h>

namespace limitproof {

bool is_ipv4(std::string const& text) {
  in_addr parsed{};
  return ::inet_pton(AF_INET, text.c_str(), &parsed) == 1 && text.find('\0') == std::string::npos;
}

std::optional<address> parse_address(std::string const& text) {
  auto const colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  address where{text.substr(0, colon), 0};
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data() + colon + 1, end, where.port);
  if (read.ec != std::errc{} || read.ptr != end || where.port == 0 || !is_ipv4(where.host))
    return std::nullopt;
  return where;
}

std::string to_text(address const& where) {
  return where.host + ":" + std::to_string(where.port);
}

}  // namespace limitproof
