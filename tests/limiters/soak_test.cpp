// Random costs under random policies over a real store, decision by decision against models of
// whole numbers: some thousands for each limiter in the gate, a million at night.
#include "tests/limiters/random_soak.hpp"
#include "tests/limiters/reference_gcra.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

constexpr std::int64_t decisions = LIMITPROOF_SOAK_DECISIONS;

std::optional<std::string> first_difference(std::string const& name,
                                            store_under_test const& store,
                                            reference_limiter const& fresh) {
  return random_soak(name, store, fresh, Catch::rngSeed(), decisions);
}

reference_limiter rounded_gcra() {
  return
      [model = reference_gcra()](
          std::vector<script_limit> const& limits, std::int64_t cost, std::int64_t now_us) mutable {
        return model.decide(limits, cost, now_us);
      };
}

}  // namespace

TEST_CASE("soak: at instants of a stopped clock, random requests are decided as the algorithm does",
          "[integration]") {
  INFO("seed " << Catch::rngSeed() << ", repeat with --rng-seed");
  for_every_plugin([](std::string const& name) {
    auto const claims = limiter_under_test(name).claims();
    auto const found = first_difference(name, stopped_store(), exact_reference(claims.algorithm));
    INFO(found.value_or("no difference"));
    require_as_claimed(claims.exact, !found);
  });
}

TEST_CASE("soak: while the store's clock runs, random requests are decided as the algorithm does",
          "[integration]") {
  INFO("seed " << Catch::rngSeed() << ", repeat with --rng-seed");
  for_every_plugin([](std::string const& name) {
    auto const claims = limiter_under_test(name).claims();
    if (claims.time != time_source::store || !claims.exact) return;
    auto const found = first_difference(name, running_store(), exact_reference(claims.algorithm));
    INFO(found.value_or("no difference"));
    REQUIRE(!found);
  });
}

TEST_CASE("soak: redis-gcra decides as an interval of whole microseconds does, on either clock",
          "[integration]") {
  INFO("seed " << Catch::rngSeed() << ", repeat with --rng-seed");
  for (auto const& store : {stopped_store(), running_store()}) {
    auto const found = first_difference("redis-gcra", store, rounded_gcra());
    INFO(found.value_or("no difference"));
    REQUIRE(!found);
  }
}
