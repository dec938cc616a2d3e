#include "harness/check/slot_spread.hpp"

#include "harness/model/cluster_slot.hpp"
#include "harness/model/encode_identity.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace limitproof {

namespace {

using clients_by_spelling = std::unordered_map<std::string, std::size_t>;

bool may_stand_in_an_identity(char c) {
  auto const spelled = encode_identity(std::string_view(&c, 1));
  return c == '%' || (spelled.size() == 1 && spelled.front() == c);
}

std::optional<std::size_t> owner_of(std::string_view name, clients_by_spelling const& clients) {
  std::optional<std::size_t> owner;
  for (auto rest = name; !rest.empty();) {
    auto const end = static_cast<std::size_t>(
        std::find_if_not(rest.begin(), rest.end(), may_stand_in_an_identity) - rest.begin());
    auto const found = clients.find(std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (found == clients.end()) continue;
    if (owner && *owner != found->second) return std::nullopt;
    owner = found->second;
  }
  return owner;
}

}  // namespace

slot_spread find_slot_spread(std::vector<held_key> const& keys,
                             std::vector<std::string> const& clients) {
  clients_by_spelling spelled;
  for (std::size_t i = 0; i < clients.size(); ++i) spelled.emplace(encode_identity(clients[i]), i);

  slot_spread spread;
  std::unordered_map<std::size_t, held_key const*> first_keys;
  std::unordered_set<std::size_t> spread_clients;
  for (auto const& key : keys) {
    auto const owner = owner_of(key.name, spelled);
    if (!owner) continue;
    ++spread.placed_keys;
    auto const* const first = first_keys.emplace(*owner, &key).first->second;
    if (cluster_slot(first->name) == cluster_slot(key.name)) continue;
    if (spread_clients.empty()) {
      spread.one = first;
      spread.other = &key;
    }
    spread_clients.insert(*owner);
  }
  spread.spread_clients = static_cast<std::int64_t>(spread_clients.size());
  return spread;
}

}  // namespace limitproof
