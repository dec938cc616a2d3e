#include "harness/node/make_guarded_limiter.hpp"

#include "harness/guard/guarded.hpp"

#include <utility>

namespace limitproof {

namespace {

guard_chain chain_of(node_settings const& settings,
                     limiter_claims const& claims,
                     policy const& promised) {
  guard_chain chain{settings.guards, claims};
  if (settings.store_error != on_store_error::local) return chain;
  // Threads share nothing, so each is one more that counts alone.
  chain.alone.emplace(local_share{promised.limits, settings.nodes * settings.threads});
  for (auto& l : chain.alone->whole) l.burst = capacity(claims.algorithm, l);
  return chain;
}

}  // namespace

result<std::unique_ptr<limiter>> make_guarded_limiter(limiter_plugin const& plugin,
                                                      policy const& promised,
                                                      limiter_ground const& ground) {
  auto decides = make_limiter(plugin, ground.store);
  if (!decides) return decides.error();
  auto const chain = chain_of(ground.settings, plugin.manifest.claims, promised);
  return guarded(*std::move(decides), chain, ground.tallies);
}

}  // namespace limitproof
