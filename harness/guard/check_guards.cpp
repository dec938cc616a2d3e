#include "harness/guard/check_guards.hpp"

#include <string>

namespace limitproof {

namespace {

error cannot_stand(std::string const& guard, limiter_plugin const& plugin, std::string const& why) {
  return error{
      errc::bad_usage,
      "--guards: " + guard + " cannot stand before the limiter " + plugin.name + ": " + why};
}

result<void> check_deny_cache(limiter_plugin const& plugin) {
  auto const& claims = plugin.manifest.claims;
  if (!claims.retry_after)
    return cannot_stand("deny_cache",
                        plugin,
                        "it does not claim retry_after, so nobody knows until when it would deny; "
                        "leave deny_cache out");
  if (claims.consumes_on_deny)
    return cannot_stand("deny_cache",
                        plugin,
                        "its denials consume, so each that it is not asked for changes what later "
                        "requests get; leave deny_cache out");
  return {};
}

result<void> check_leases(lease_spec const& leases,
                          limiter_plugin const& plugin,
                          std::span<limit const> limits) {
  auto const& claims = plugin.manifest.claims;
  if (!claims.weighted)
    return cannot_stand("leases",
                        plugin,
                        "it does not claim weighted, so it cannot be asked for several permits at "
                        "once; leave leases out");
  if (claims.consumes_on_deny)
    return cannot_stand("leases",
                        plugin,
                        "its denials consume, so a batch that is denied would cost the client "
                        "permits; leave leases out");
  for (auto const& l : limits) {
    auto const most = capacity(claims.algorithm, l);
    if (leases.permits > most)
      return cannot_stand("leases",
                          plugin,
                          "a batch is " + std::to_string(leases.permits) +
                              " permits, and the policy never has more than " +
                              std::to_string(most) + "; let permits be at most that");
  }
  return {};
}

}  // namespace

result<void> check_guards(guard_spec const& guards,
                          limiter_plugin const& plugin,
                          std::span<limit const> limits) {
  if (guards.deny_cache) {
    auto const checked = check_deny_cache(plugin);
    if (!checked) return checked.error();
  }
  if (guards.leases) return check_leases(*guards.leases, plugin, limits);
  return {};
}

}  // namespace limitproof
