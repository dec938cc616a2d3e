#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <functional>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

/// Admissions around what the limit allows, so that small changes can tip the verdict.
recorded_run random_run(std::mt19937_64& random, algorithm a) {
  auto run =
      run_of(a, {between(random, 1, 5), duration(between(random, 20, 100)), between(random, 1, 8)});
  run.history.clocks.store = store_anchor{};
  run.history.keys = {"a", "b", "c", "d"};
  auto const operations = between(random, 1, 40);
  for (std::int64_t i = 0; i < operations; ++i) {
    auto const sent = between(random, 0, 300);
    auto& op = add(run, outcome::admitted, sent, sent + between(random, 0, 30));
    op.key = static_cast<std::uint32_t>(between(random, 0, 1));
    op.cost = static_cast<std::int32_t>(between(random, 1, 2));
  }
  return run;
}

void widen(std::mt19937_64& random, recorded_run& run) {
  for (auto& op : run.history.operations) {
    op.sent_ns -= std::min(op.sent_ns, between(random, 0, 20));
    op.received_ns += between(random, 0, 20);
  }
}

void add_other_outcomes(std::mt19937_64& random, recorded_run& run) {
  for (auto const result : {outcome::denied,
                            outcome::unknown,
                            outcome::open,
                            outcome::admitted_degraded,
                            outcome::not_decided})
    for (int i = 0; i < 10; ++i) {
      auto const sent = between(random, 0, 300);
      add(run, result, sent, sent + between(random, 0, 30));
    }
}

void split_keys(std::mt19937_64& random, recorded_run& run) {
  for (auto& op : run.history.operations)
    op.key += 2 * static_cast<std::uint32_t>(between(random, 0, 1));
}

void remove_some(std::mt19937_64& random, recorded_run& run) {
  std::erase_if(run.history.operations,
                [&](operation const&) { return between(random, 0, 3) == 0; });
}

void forget_some(std::mt19937_64& random, recorded_run& run) {
  for (auto& op : run.history.operations)
    if (between(random, 0, 3) == 0) op.result = outcome::unknown;
}

TEST_CASE("what makes a history less certain never makes it fail", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  using change = std::function<void(std::mt19937_64&, recorded_run&)>;

  struct named_change {
    std::string name;
    change apply;
  };

  std::vector<named_change> const changes = {
      {"wider intervals", widen},
      {"more operations of other outcomes", add_other_outcomes},
      {"split keys", split_keys},
      {"fewer admissions", remove_some},
      {"forgotten outcomes", forget_some}};
  int passing = 0;
  int failing = 0;
  for (int round = 0; round < 1'500; ++round)
    for (auto const a : promising_algorithms) {
      auto const run = random_run(random, a);
      auto const judged = run_checks(run.as_evidence());
      auto const& before = judged.admission;
      auto const failed_before =
          find(judged, check_name::over_admission).verdict == verdict_kind::fail;
      ++(failed_before ? failing : passing);
      for (auto const& [name, apply] : changes) {
        CAPTURE(round, to_name(a), name);
        auto changed = run;
        apply(random, changed);
        auto const judged_after = run_checks(changed.as_evidence());
        auto const& after = judged_after.admission;
        auto const fails =
            find(judged_after, check_name::over_admission).verdict == verdict_kind::fail;
        REQUIRE((!fails || failed_before));
        REQUIRE(after.certified_excess <= before.certified_excess);
        REQUIRE((after.total_excess == 0 || before.total_excess > 0));
      }
    }
  REQUIRE(passing > 500);
  REQUIRE(failing > 500);
}

TEST_CASE("the order in which operations are listed changes nothing", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 300; ++round)
    for (auto const a : promising_algorithms) {
      auto const run = random_run(random, a);
      auto shuffled = run;
      std::shuffle(shuffled.history.operations.begin(), shuffled.history.operations.end(), random);

      auto const expected = run_checks(run.as_evidence());
      auto const found = run_checks(shuffled.as_evidence());

      CAPTURE(round, to_name(a));
      REQUIRE(found.kind == expected.kind);
      REQUIRE(found.admission.certified_excess == expected.admission.certified_excess);
      REQUIRE(found.admission.total_excess == expected.admission.total_excess);
      for (std::size_t i = 0; i < expected.findings.size(); ++i) {
        REQUIRE(found.findings[i].claim == expected.findings[i].claim);
        REQUIRE(found.findings[i].witness == expected.findings[i].witness);
      }
    }
}

TEST_CASE("a run slowed down together with its limit is judged the same", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 300; ++round)
    for (auto const a : promising_algorithms) {
      auto const run = random_run(random, a);
      auto slower = run;
      auto const factor = between(random, 2, 1'000);
      slower.plan.scenario.policy.limits[0].per *= factor;
      for (auto& op : slower.history.operations)
        for (auto* time : {&op.intended_ns, &op.sent_ns, &op.received_ns}) *time *= factor;

      CAPTURE(round, to_name(a), factor);
      auto const expected = run_checks(run.as_evidence());
      auto const found = run_checks(slower.as_evidence());
      REQUIRE(find(found, check_name::over_admission).verdict ==
              find(expected, check_name::over_admission).verdict);
      REQUIRE(find(found, check_name::over_admission).witness ==
              find(expected, check_name::over_admission).witness);
      REQUIRE(found.admission.certified_excess == expected.admission.certified_excess);
      REQUIRE(found.admission.total_excess == expected.admission.total_excess);
    }
}

TEST_CASE("moving the whole run in time changes nothing but the times", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 300; ++round)
    for (auto const a : promising_algorithms) {
      auto run = random_run(random, a);
      run.history.clocks.store.reset();
      auto later = run;
      for (auto& op : later.history.operations)
        for (auto* time : {&op.intended_ns, &op.sent_ns, &op.received_ns}) *time += 1'000'000'007;

      CAPTURE(round, to_name(a));
      REQUIRE(find(later, check_name::over_admission).claim ==
              find(run, check_name::over_admission).claim);
    }
}

}  // namespace
}  // namespace limitproof
