#include "tests/simulation/broken_limiters.hpp"

#include "tests/simulation/random_experiment.hpp"
#include "tests/simulation/seed_range.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

bool fails(verdict const& v, check_name check) {
  return std::any_of(v.findings.begin(), v.findings.end(), [&](finding const& found) {
    return found.check == check && found.verdict == verdict_kind::fail;
  });
}

}  // namespace

TEST_CASE("a strong attack shows what is wrong with a limiter in most runs", "[simulation]") {
  auto const seeds = seeds_to_run(8);
  for (auto const& broken : broken_limiters()) {
    std::uint64_t found = 0;
    for (std::uint64_t i = 0; i < seeds.count; ++i) {
      auto const attack = draw_experiment(seeds.first + i, attack_strength::strong, 1);
      auto const run = run_experiment(attack, broken.plugin, broken.calls);
      if (fails(run.verdict, broken.found_by)) ++found;
    }

    INFO(broken.plugin.name << " that " << broken.fault << ": " << to_name(broken.found_by)
                            << " failed in " << found << " of " << seeds.count << " runs from seed "
                            << seeds.first);
    CHECK(2 * found > seeds.count);
    WARN(broken.plugin.name << " that " << broken.fault << ": seen in " << found << " of "
                            << seeds.count << " runs");
  }
}
