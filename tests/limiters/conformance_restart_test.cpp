// What a restart of the store loses of the allowances that it keeps.
#include "tests/integration/redis_process.hpp"
#include "tests/limiters/limiter_under_test.hpp"

#include <chrono>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// The first requests after a loss may still find no store: they take nothing, and are asked again.
decision check_when_back(limiter_under_test& limiter, std::vector<limit> const& limits) {
  auto const patience = std::chrono::steady_clock::now() + 30s;
  auto made = limiter.check("client", limits);
  while (made.has_error() && std::chrono::steady_clock::now() < patience) {
    REQUIRE(made.error().code == errc::store_unavailable);
    made = limiter.check("client", limits);
  }
  return made.value();
}

/// Three of five permits are taken, the store is killed and comes back, nine more are asked for:
/// how many of those are admitted.
std::int64_t admitted_after_restart(std::string const& name, bool keeps_every_write) {
  stopped_clock clock;
  redis_process store({keeps_every_write, with_clock(clock)});
  limiter_under_test limiter(name, 1, {store.where(), &clock});
  auto const limits = without_refill(5);
  for (int i = 0; i < 3; ++i) REQUIRE(limiter.check("client", limits).value().admitted);

  store.kill();
  store.start_again();

  std::int64_t admitted = 0;
  for (int i = 0; i < 9; ++i) admitted += check_when_back(limiter, limits).admitted ? 1 : 0;
  return admitted;
}

}  // namespace

TEST_CASE("a store that syncs every write loses and doubles nothing when it is killed",
          "[integration]") {
  for_every_plugin(
      [](std::string const& name) { REQUIRE(admitted_after_restart(name, true) == 2); });
}

TEST_CASE("a store that keeps nothing on disk gives a whole allowance again when it is killed",
          "[integration]") {
  for_every_plugin([](std::string const& name) {
    // What a node keeps itself, its store cannot forget.
    bool const is_in_store = limiter_under_test(name).claims().shared;
    REQUIRE(admitted_after_restart(name, false) == (is_in_store ? 5 : 2));
  });
}
