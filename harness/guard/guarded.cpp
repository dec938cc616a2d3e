#include "harness/guard/guarded.hpp"

#include "harness/guard/breaking_limiter.hpp"
#include "harness/guard/local_fallback.hpp"

#include <random>
#include <utility>

namespace limitproof {

namespace {

/// No two nodes draw alike.
std::uint64_t any_seed() {
  std::random_device entropy;
  return std::uint64_t{entropy()} << 32U | entropy();
}

}  // namespace

guarded_limiter guarded(std::unique_ptr<limiter> decides, guard_chain const& chain) {
  guarded_limiter made{std::move(decides)};
  if (chain.guards.breaker) {
    auto breaking = std::make_unique<breaking_limiter>(
        std::move(made.decides), circuit_breaker(*chain.guards.breaker, any_seed()));
    made.breaker = &breaking->breaker();
    made.decides = std::move(breaking);
  }
  if (chain.alone)
    made.decides = std::make_unique<local_fallback>(std::move(made.decides), *chain.alone);
  return made;
}

}  // namespace limitproof
