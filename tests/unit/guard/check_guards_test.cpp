#include "harness/guard/check_guards.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

limiter_plugin claiming(limiter_claims const& claims) {
  limiter_plugin plugin;
  plugin.name = "mine";
  plugin.manifest.claims = claims;
  return plugin;
}

limiter_claims const everything{
    .algorithm = algorithm::token_bucket, .retry_after = true, .weighted = true, .exact = true};

guard_spec const cached{.deny_cache = true};

guard_spec leased(std::int64_t permits) {
  return guard_spec{.leases = lease_spec{permits, std::chrono::seconds(1)}};
}

std::string complaint(guard_spec const& guards, limiter_claims const& claims) {
  auto const checked = check_guards(guards, claiming(claims), ten_a_second);
  return checked ? "" : checked.error().what;
}

}  // namespace

TEST_CASE("guards stand before a limiter that claims what they need", "[guard]") {
  CHECK(complaint({}, {}).empty());
  CHECK(complaint(cached, everything).empty());
  CHECK(complaint(leased(10), everything).empty());
}

TEST_CASE("a guard that would change decisions is refused, with what the limiter lacks",
          "[guard]") {
  auto no_retry_after = everything;
  no_retry_after.retry_after = false;
  auto digs = everything;
  digs.consumes_on_deny = true;
  auto unweighted = everything;
  unweighted.weighted = false;

  CHECK_THAT(complaint(cached, no_retry_after),
             Catch::Contains("deny_cache cannot stand before the limiter mine") &&
                 Catch::Contains("does not claim retry_after"));
  CHECK_THAT(complaint(cached, digs), Catch::Contains("its denials consume"));
  CHECK_THAT(complaint(leased(2), unweighted), Catch::Contains("does not claim weighted"));
  CHECK_THAT(complaint(leased(2), digs), Catch::Contains("its denials consume"));
  CHECK_THAT(complaint(leased(11), everything),
             Catch::Contains("11 permits") && Catch::Contains("more than 10"));
}

}  // namespace limitproof
