#include "harness/policy_sources/policy_origin.hpp"

#include "harness/codec/address_text.hpp"

#include <algorithm>
#include <string_view>

namespace limitproof {

namespace {

constexpr std::string_view scheme = "http://";
constexpr std::size_t longest_key = 256;

bool is_key(std::string_view key) {
  constexpr std::string_view special = "%?#";
  return !key.empty() && key.size() <= longest_key &&
         std::all_of(key.begin(), key.end(), [special](char c) {
           return c > ' ' && c <= '~' && special.find(c) == std::string_view::npos;
         });
}

}  // namespace

std::optional<etcd_key> parse_etcd_key(std::string const& url) {
  if (!url.starts_with(scheme)) return std::nullopt;
  auto const slash = url.find('/', scheme.size());
  if (slash == std::string::npos) return std::nullopt;
  auto const where = parse_address(url.substr(scheme.size(), slash - scheme.size()));
  auto key = url.substr(slash + 1);
  if (!where || !is_key(key)) return std::nullopt;
  return etcd_key{*where, std::move(key)};
}

std::string to_text(policy_origin const& origin) {
  if (auto const* file = std::get_if<std::filesystem::path>(&origin)) return file->string();
  auto const& key = std::get<etcd_key>(origin);
  return std::string(scheme) + to_text(key.where) + "/" + key.key;
}

}  // namespace limitproof
