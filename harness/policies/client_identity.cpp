#include "harness/policies/client_identity.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <arpa/inet.h>

namespace limitproof {

namespace {

constexpr std::size_t prefix_bytes = 8;  ///< of an IPv6 address: its /64

using ipv6_bytes = std::array<unsigned char, 16>;

std::optional<std::string> ipv4_text(std::string const& text) {
  in_addr parsed{};
  if (::inet_pton(AF_INET, text.c_str(), &parsed) != 1) return std::nullopt;
  return text;
}

std::string mapped_text(ipv6_bytes const& bytes) {
  std::string text;
  for (std::size_t i = 12; i < bytes.size(); ++i)
    text += (text.empty() ? "" : ".") + std::to_string(bytes[i]);
  return text;
}

bool is_mapped(ipv6_bytes const& bytes) {
  constexpr std::array<unsigned char, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

std::optional<std::string> ipv6_text(std::string const& text) {
  ipv6_bytes bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
  if (is_mapped(bytes)) return mapped_text(bytes);
  std::fill(bytes.begin() + prefix_bytes, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> network{};
  if (!::inet_ntop(AF_INET6, bytes.data(), network.data(), network.size())) return std::nullopt;
  return std::string(network.data()) + "/64";
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> entries_of(std::string_view list) {
  std::vector<std::string_view> entries;
  for (;;) {
    auto const comma = list.find(',');
    entries.push_back(trimmed(list.substr(0, comma)));
    if (comma == std::string_view::npos) return entries;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

std::optional<std::string> normalised_address(std::string_view text) {
  if (text.starts_with('[')) {
    auto const end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    auto const after = text.substr(end + 1);
    if (!after.empty() && !(after.front() == ':' && is_port(after.substr(1)))) return std::nullopt;
    return ipv6_text(std::string(text.substr(1, end - 1)));
  }
  auto const colon = text.find(':');
  if (colon == std::string_view::npos) return ipv4_text(std::string(text));
  if (text.find(':', colon + 1) != std::string_view::npos) return ipv6_text(std::string(text));
  if (!is_port(text.substr(colon + 1))) return std::nullopt;
  return ipv4_text(std::string(text.substr(0, colon)));
}

std::variant<std::string, request_fault> forwarded_address(request_head const& head,
                                                           std::int64_t trusted_hops) {
  auto const lines = lines_of(head, "X-Forwarded-For");
  auto const entries = entries_of(lines.joined);
  auto const hops = static_cast<std::size_t>(trusted_hops);
  if (lines.count == 0 || entries.size() < hops) return request_fault::forwarded_for;
  auto address = normalised_address(entries[entries.size() - hops]);
  if (!address) return request_fault::forwarded_for;
  return *std::move(address);
}

std::variant<client_identity, request_fault> identify(request_head const& head,
                                                      identity_spec const& rule) {
  if (rule.api_key && head.api_key) return client_identity{false, *head.api_key};
  LIMITPROOF_ASSERT(rule.trusted_hops.has_value());
  auto address = forwarded_address(head, *rule.trusted_hops);
  if (auto const* fault = std::get_if<request_fault>(&address)) return *fault;
  return client_identity{true, std::get<std::string>(std::move(address))};
}

}  // namespace limitproof
