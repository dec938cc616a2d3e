#include "harness/stack/permit_target.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

namespace limitproof {

namespace {

struct host_and_port {
  std::string host;
  std::uint16_t port = 0;
};

// The host is repeated in every request's Host line.
bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

result<host_and_port> split(std::string const& target) {
  error const unusable{errc::bad_usage,
                       "--target " + target +
                           ": expected a host name or an IPv4 address and a port of 1 … 65535, as "
                           "127.0.0.1:8080"};
  auto const colon = target.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon > 253) return unusable;
  host_and_port parts{target.substr(0, colon), 0};
  auto const* const end = target.data() + target.size();
  auto const [parsed, failure] = std::from_chars(target.data() + colon + 1, end, parts.port);
  if (failure != std::errc{} || parsed != end || parts.port == 0) return unusable;
  if (!std::all_of(parts.host.begin(), parts.host.end(), is_host_character)) return unusable;
  return parts;
}

bool is_loopback(std::string const& address) {
  in_addr parsed{};
  return ::inet_pton(AF_INET, address.c_str(), &parsed) == 1 &&
         (ntohl(parsed.s_addr) >> 24U) == IN_LOOPBACKNET;
}

std::string missing_permission(target_request const& asked, std::string const& host) {
  std::string missing;
  auto const add = [&missing](std::string const& flag) {
    missing += (missing.empty() ? "" : " ") + flag;
  };
  if (asked.permitted != host) add("--i-am-authorised-to-test " + host);
  if (!asked.limits.requests) add("--request-budget N");
  if (!asked.limits.time) add("--time-limit 60s");
  return missing;
}

}  // namespace

result<std::vector<std::string>> look_up_host(std::string const& host) {
  addrinfo wanted{};
  wanted.ai_family = AF_INET;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (int const code = ::getaddrinfo(host.c_str(), nullptr, &wanted, &list); code != 0)
    return error{
        errc::bad_usage,
        "looking up " + host + ": " + ::gai_strerror(code) + "; it must have an IPv4 address"};
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owned(list, ::freeaddrinfo);
  std::vector<std::string> addresses;
  for (auto const* entry = list; entry != nullptr; entry = entry->ai_next) {
    char text[INET_ADDRSTRLEN] = {};
    auto const* const ipv4 = reinterpret_cast<sockaddr_in const*>(entry->ai_addr);
    ::inet_ntop(AF_INET, &ipv4->sin_addr, text, sizeof text);
    addresses.emplace_back(text);
  }
  return addresses;
}

result<external_target> permit_target(target_request const& asked, host_lookup const& look_up) {
  auto const parts = split(asked.target);
  if (!parts) return parts.error();
  if (asked.permitted && *asked.permitted != parts->host)
    return error{errc::bad_usage,
                 "--i-am-authorised-to-test names " + *asked.permitted + ", and the target is " +
                     parts->host + "; nothing was sent. They must be the same"};
  auto const addresses = look_up(parts->host);
  if (!addresses) return addresses.error();
  if (addresses->empty())
    return error{errc::bad_usage, "looking up " + parts->host + ": it has no IPv4 address"};
  auto const missing = missing_permission(asked, parts->host);
  if (!std::all_of(addresses->begin(), addresses->end(), is_loopback) && !missing.empty())
    return error{errc::bad_usage,
                 parts->host + " (" + addresses->front() +
                     ") is not this machine; nothing was sent. If its owner lets you attack it, "
                     "add " +
                     missing};
  return external_target{parts->host, {addresses->front(), parts->port}, asked.limits};
}

}  // namespace limitproof
