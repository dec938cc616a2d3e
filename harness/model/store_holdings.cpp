#include "harness/model/store_holdings.hpp"

namespace limitproof {

std::int64_t mean_bytes(store_holdings const& held) {
  std::int64_t bytes = 0;
  for (auto const& key : held.sampled) bytes += key.bytes;
  return held.sampled.empty() ? 0 : bytes / static_cast<std::int64_t>(held.sampled.size());
}

}  // namespace limitproof
