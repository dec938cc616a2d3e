#include "harness/model/policy.hpp"

namespace limitproof {

std::optional<std::int64_t> soft_burst(limit const& soft, std::int64_t hard, duration lasts) {
  constexpr std::int64_t most_permits = 1'000'000'000'000;
  __extension__ using wide = __int128;
  auto const added = wide{hard - soft.count} * lasts.count() / soft.per.count();
  if (added < 1 || hard + added > most_permits) return std::nullopt;
  return hard + static_cast<std::int64_t>(added);
}

}  // namespace limitproof
