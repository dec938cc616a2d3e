#include "tests/unit/check/reference_limiter.hpp"

#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

struct decided_request {
  std::int64_t sent, decided, received;
};

std::vector<decided_request> random_requests(std::mt19937_64& random, std::int64_t per) {
  std::vector<decided_request> requests;
  auto const pace = between(random, 1, per / 4);
  auto const slowest = between(random, 0, 2 * per);
  std::int64_t decided = 0;
  for (int i = 0; i < 120; ++i) {
    decided += between(random, 0, 9) == 0 ? between(random, 0, 2 * per) : between(random, 0, pace);
    auto const sent = std::max<std::int64_t>(0, decided - between(random, 0, slowest));
    requests.push_back({sent, decided, decided + between(random, 0, slowest)});
  }
  return requests;
}

recorded_run attack(algorithm a,
                    limit const& l,
                    std::vector<decided_request> const& requests,
                    int counts) {
  auto run = run_of(a, l);
  run.history.clocks.store = store_anchor{};
  std::vector<std::function<bool(std::int64_t)>> limiters;
  for (int i = 0; i < counts; ++i) limiters.push_back(reference_limiter(a, l));
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto& limiter = limiters[i % limiters.size()];
    auto const result = limiter(requests[i].decided) ? outcome::admitted : outcome::denied;
    add(run, result, requests[i].sent, requests[i].received);
  }
  return run;
}

std::vector<decided_request> flood(std::int64_t length, std::int64_t latency) {
  std::vector<decided_request> requests;
  for (std::int64_t t = 0; t < length; t += 2 * ms) requests.push_back({t, t, t + latency});
  return requests;
}

TEST_CASE("a correct limiter is never accused, whatever the latencies", "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 300; ++round) {
    limit const l{between(random, 1, 6), duration(between(random, 8, 60)), between(random, 1, 9)};
    auto const requests = random_requests(random, l.per.count());
    for (auto const a : promising_algorithms) {
      CAPTURE(round, to_name(a), l.count, l.per.count(), l.burst);
      auto const v = run_checks(attack(a, l, requests, 1).as_evidence());
      auto const found = find(v, check_name::over_admission);
      INFO(found.claim);
      REQUIRE(found.verdict == verdict_kind::pass);
      REQUIRE(v.admission.certified_excess == 0);
      REQUIRE(v.admission.total_excess == 0);
    }
  }
}

TEST_CASE("a correct limiter under a flood passes, and one count per node fails", "[check]") {
  limit const l{50, duration(s), 100};
  auto const requests = flood(4 * s, 3 * ms);
  for (auto const a : promising_algorithms) {
    CAPTURE(to_name(a));

    auto const correct = run_checks(attack(a, l, requests, 1).as_evidence());
    auto const naive = run_checks(attack(a, l, requests, 3).as_evidence());

    REQUIRE(find(correct, check_name::over_admission).verdict == verdict_kind::pass);
    REQUIRE(correct.kind == verdict_kind::pass);
    REQUIRE(find(naive, check_name::over_admission).verdict == verdict_kind::fail);
    REQUIRE(naive.kind == verdict_kind::fail);
    REQUIRE(*naive.admission.ratio > 2 * *correct.admission.ratio);
    REQUIRE(naive.admission.total_excess >= naive.admission.certified_excess);
  }
}

TEST_CASE("a fixed window broken at every edge keeps its own promise, not the operator's",
          "[check]") {
  limit const l{50, duration(s), 50};
  std::vector<decided_request> around_the_edge;
  for (std::int64_t i = 0; i < 400; ++i) {
    auto const t = s - 20 * ms + i * 100'000;
    around_the_edge.push_back({t, t + 10'000, t + 20'000});
  }
  auto run = attack(algorithm::fixed_window, l, around_the_edge, 1);

  REQUIRE(over_admission_of(run) == verdict_kind::pass);
  run.plan.scenario.judge = judged_by::promised;
  auto const v = run_checks(run.as_evidence());
  auto const found = find(v, check_name::over_admission);
  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.witness.size() == 51);
  REQUIRE_THAT(found.claim, Catch::Contains("the promise of 50 in every 1 s allows at most 50"));
  REQUIRE(v.admission.worst->count == 100);
  REQUIRE(v.admission.worst->limit == 50);
}

}  // namespace
}  // namespace limitproof
