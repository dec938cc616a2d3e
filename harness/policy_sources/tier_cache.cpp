#include "harness/policy_sources/tier_cache.hpp"

#include <utility>

namespace limitproof {

namespace {

constexpr duration pause = std::chrono::milliseconds(100);

}  // namespace

tier_tallies& operator+=(tier_tallies& sum, tier_tallies const& part) {
  sum.hits += part.hits.value();
  sum.misses += part.misses.value();
  sum.failures += part.failures.value();
  return sum;
}

tier_cache::tier_cache(table_lookup table,
                       duration ttl,
                       std::function<void(error const&)> failed,
                       std::size_t most)
    : table_(std::move(table)), ttl_(ttl), failed_(std::move(failed)), clients_(most) {}

std::optional<std::string> tier_cache::tier_of(std::string const& client, time_point now) {
  auto const* const known = clients_.find(client);
  if (known && now < known->until) {
    ++tallies_.hits;
    return known->tier;
  }
  ++tallies_.misses;
  auto tier = known ? known->tier : std::nullopt;
  if (now < ask_again_at_) return tier;

  auto const told = table_(client);
  if (told) {
    tier = *told;
  } else {
    ++tallies_.failures;
    failed_(told.error());
    if (told.error().code != errc::bad_file) {
      ask_again_at_ = now + pause;
      return tier;
    }
  }
  clients_.put(client, known_tier{tier, now + ttl_});
  return tier;
}

}  // namespace limitproof
