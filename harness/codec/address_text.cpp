#include "harness/codec/address_text.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace limitproof {

bool is_ipv4(std::string const& text) {
  in_addr parsed{};
  return ::inet_pton(AF_INET, text.c_str(), &parsed) == 1 && text.find('\0') == std::string::npos;
}

namespace {

/// RFC 1123, section 2.1, and the underscores that container engines put into names.
bool is_host_name(std::string const& text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

bool looks_numeric(std::string const& text) {
  return text.find_first_not_of("0123456789.") == std::string::npos;
}

std::optional<address> split(std::string const& text) {
  auto const colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  address where{text.substr(0, colon), 0};
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data() + colon + 1, end, where.port);
  if (read.ec != std::errc{} || read.ptr != end || where.port == 0) return std::nullopt;
  return where;
}

}  // namespace

std::optional<address> parse_address(std::string const& text) {
  auto where = split(text);
  if (!where || !is_ipv4(where->host)) return std::nullopt;
  return where;
}

std::optional<address> parse_host_and_port(std::string const& text) {
  auto where = split(text);
  // "10.0.0.256" is a mistyped address, and no name.
  if (!where || !(looks_numeric(where->host) ? is_ipv4(where->host) : is_host_name(where->host)))
    return std::nullopt;
  return where;
}

std::string to_text(address const& where) {
  return where.host + ":" + std::to_string(where.port);
}

}  // namespace limitproof
