#include "tests/simulation/random_experiment.hpp"
#include "tests/simulation/seed_range.hpp"
#include "tests/simulation/shipped_limiters.hpp"

#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

void require_innocent(experiment_outcome const& run) {
  for (auto const& found : run.verdict.findings) {
    INFO(to_name(found.check) << ": " << found.claim);
    CHECK(found.verdict != verdict_kind::fail);
  }
  bool const broke = std::any_of(run.history.operations.begin(),
                                 run.history.operations.end(),
                                 [](auto const& op) { return op.status == 500; });
  CHECK_FALSE(broke);
}

/// Virtual time from the first request to the last.
std::chrono::nanoseconds length_of(history const& h) {
  return std::chrono::nanoseconds(h.operations.empty() ? 0 : h.operations.back().sent_ns);
}

bool judged_as(experiment_outcome const& run, verdict_kind wanted) {
  return run.verdict.kind == wanted;
}

}  // namespace

TEST_CASE("no limiter that keeps its promise is accused of anything", "[simulation]") {
  auto const limiters = shipped_script_limiters();
  REQUIRE(limiters.size() >= 7);
  auto const seeds = seeds_to_run(500);
  std::uint64_t passed = 0;
  std::chrono::nanoseconds traffic{};
  for (std::uint64_t i = 0; i < seeds.count; ++i) {
    auto const seed = seeds.first + i;
    auto const& limiter = limiters[seed % limiters.size()];
    INFO(limiter.name << ", to be had again with --seed " << seed << " --runs 1");
    auto const run = run_experiment(draw_experiment(seed, attack_strength::any, 2), limiter);
    require_innocent(run);
    traffic += length_of(run.history);
    if (judged_as(run, verdict_kind::pass)) ++passed;
  }

  // Runs in which nothing could have been found would prove nothing.
  CHECK((seeds.count < 100 || passed * 5 >= seeds.count));
  WARN(seeds.count << " runs with "
                   << std::chrono::duration_cast<std::chrono::minutes>(traffic).count()
                   << " minutes of traffic, " << passed
                   << " of them passed, the others were inconclusive");
}

TEST_CASE("one seed makes one run", "[simulation]") {
  auto const limiter = shipped_limiter("redis-token-bucket");

  auto const once = run_experiment(draw_experiment(5, attack_strength::any, 2), limiter);
  auto const again = run_experiment(draw_experiment(5, attack_strength::any, 2), limiter);

  auto const same = [](operation const& a, operation const& b) {
    return a.id == b.id && a.sent_ns == b.sent_ns && a.received_ns == b.received_ns &&
           a.result == b.result && a.node == b.node && a.decided_at_us == b.decided_at_us;
  };
  REQUIRE(once.history.operations.size() > 50);
  CHECK(std::equal(once.history.operations.begin(),
                   once.history.operations.end(),
                   again.history.operations.begin(),
                   again.history.operations.end(),
                   same));
  CHECK(once.verdict == again.verdict);
}
