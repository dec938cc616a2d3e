#include "harness/check/certain_denials.hpp"
#include "harness/check/double_spend.hpp"
#include "harness/check/lock_out.hpp"
#include "harness/check/split_view.hpp"
#include "tests/unit/check/recorded_run.hpp"
#include "tests/unit/check/simulated_limiter.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <numeric>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

// The checks against limiters that are right by construction, and against exhaustive search. A
// legal history is made from hidden decision times: a simulated limiter decides there, and what is
// recorded is only an interval around each. None of the checks may fail it.

namespace limitproof {
namespace {

constexpr int histories_per_algorithm = 20'000;

struct hidden_request {
  std::int64_t sent = 0, decided = 0, received = 0;  ///< ms
  std::int64_t cost = 1;
  bool loses_answer = false;
};

/// How far the limiter's clock is from the run's, beside the unknown decision times.
struct clock_fault {
  std::int64_t offset_ns = 0;
  std::int64_t drift_ppm = 0;
  std::int64_t step_ns = 1;

  [[nodiscard]] std::int64_t told(std::int64_t run_ns) const {
    auto const clock = run_ns + offset_ns + run_ns * drift_ppm / 1'000'000;
    return clock - clock % step_ns;
  }
};

limit random_limit(std::mt19937_64& random) {
  return {between(random, 1, 5), duration(between(random, 3, 30) * ms), between(random, 1, 5)};
}

std::vector<hidden_request> random_requests(std::mt19937_64& random, bool weighted) {
  std::vector<hidden_request> requests(static_cast<std::size_t>(between(random, 2, 24)));
  auto const end = between(random, 1, 120);
  auto const slowest = between(random, 0, 6);
  for (auto& r : requests) {
    r.sent = between(random, 0, end);
    r.decided = r.sent + between(random, 0, slowest);
    r.received = r.decided + between(random, 0, slowest);
    r.cost = weighted ? between(random, 1, 3) : 1;
    r.loses_answer = between(random, 0, 19) == 0;
  }
  std::sort(requests.begin(), requests.end(), [](auto const& a, auto const& b) {
    return a.decided < b.decided;
  });
  return requests;
}

recorded_run exact_run_of(algorithm a, std::vector<limit> const& limits) {
  auto run = exact_run(a, limits.front());
  run.plan.scenario.policy.limits = limits;
  run.history.clocks.store = store_anchor{};
  return run;
}

struct told {
  bool admitted = false;
  std::int64_t limit = 0, remaining = 0;
};

/// What a limiter under all of these limits answers; the one with the least left is told.
told decide(std::vector<simulated_limiter>& limiters,
            recorded_run const& run,
            std::int64_t now_ns,
            std::int64_t cost) {
  auto const fits = [&](auto const& l) { return l.left(now_ns) >= cost; };
  told answer{std::all_of(limiters.begin(), limiters.end(), fits), 0, 0};
  if (answer.admitted)
    for (auto& l : limiters) l.take(now_ns, cost);
  std::size_t least = 0;
  for (std::size_t i = 1; i < limiters.size(); ++i)
    if (limiters[i].left(now_ns) < limiters[least].left(now_ns)) least = i;
  answer.limit = capacity(run.claims.algorithm, run.plan.scenario.policy.limits[least]);
  answer.remaining = limiters[least].left(now_ns);
  return answer;
}

/// Sends the requests to one of the replicas each: a correct limiter has one.
void record(recorded_run& run,
            std::vector<hidden_request> const& requests,
            clock_fault const& clock,
            std::mt19937_64& random,
            std::int64_t replicas = 1) {
  std::vector<simulated_limiter> limiters;
  for (auto const& l : run.plan.scenario.policy.limits)
    limiters.emplace_back(run.claims.algorithm, l);
  std::vector const counts(static_cast<std::size_t>(replicas), limiters);
  auto by_replica = counts;
  for (auto const& r : requests) {
    auto const node = between(random, 0, 1);
    auto& asked = by_replica[static_cast<std::size_t>(node % replicas)];
    auto const answer = decide(asked, run, clock.told(r.decided * ms), r.cost);
    auto const result = r.loses_answer    ? outcome::unknown
                        : answer.admitted ? outcome::admitted
                                          : outcome::denied;
    auto& op = add(run, result, r.sent * ms, r.received * ms);
    op.cost = static_cast<std::int32_t>(r.cost);
    op.limit = answer.limit;
    op.remaining = answer.remaining;
    op.node = static_cast<std::uint16_t>(node);
  }
  std::stable_sort(run.history.operations.begin(),
                   run.history.operations.end(),
                   [](auto const& a, auto const& b) { return a.sent_ns < b.sent_ns; });
}

struct failures {
  bool wrongful_denial = false, lock_out = false, double_spend = false, split_view = false;

  [[nodiscard]] bool any() const {
    return wrongful_denial || lock_out || double_spend || split_view;
  }
};

failures judge(recorded_run const& run) {
  auto const e = run.as_evidence();
  auto const fails = [](finding const& f) { return f.verdict == verdict_kind::fail; };
  return {find_wrongful_denials(e).count > 0,
          fails(check_lock_out(e, {})),
          fails(check_double_spend(e, {})),
          fails(check_split_view(e, {}))};
}

std::string text_of(recorded_run const& run) {
  std::string text(to_name(run.claims.algorithm));
  for (auto const& l : run.plan.scenario.policy.limits)
    text += " " + std::to_string(l.count) + " per " + std::to_string(l.per.count() / ms) +
            " burst " + std::to_string(l.burst);
  for (auto const& op : run.history.operations)
    text += "\n[" + std::to_string(op.sent_ns / ms) + "," + std::to_string(op.received_ns / ms) +
            "] " + std::string(to_name(op.result)) + " x" + std::to_string(op.cost) + " left " +
            std::to_string(op.remaining) + " of " + std::to_string(op.limit) + " node " +
            std::to_string(op.node);
  return text;
}

TEST_CASE("what a correct limiter does is held against it by no check", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < histories_per_algorithm; ++round) {
    auto const requests = random_requests(random, round % 3 == 0);
    std::vector limits = {random_limit(random)};
    if (round % 4 == 0) limits.push_back(random_limit(random));
    for (auto const a : promising_algorithms) {
      auto run = exact_run_of(a, limits);
      record(run, requests, {}, random);
      if (judge(run).any()) FAIL(text_of(run));
    }
  }
}

TEST_CASE("no check holds the clock of a correct limiter against it, within the tolerance",
          "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < histories_per_algorithm; ++round) {
    auto const requests = random_requests(random, false);
    std::vector const limits = {random_limit(random)};
    clock_fault const clock{between(random, 0, 40) * ms,
                            between(random, -100'000, 100'000),
                            between(random, 1, 3) * ms};
    auto const measured_off_us = between(random, -2'000, 2'000);
    for (auto const a : promising_algorithms) {
      auto run = exact_run_of(a, limits);
      run.plan.scenario.tolerance.clock_drift_ppm = 100'000;
      run.plan.scenario.tolerance.time_granularity = std::chrono::milliseconds(3);
      run.history.clocks.store =
          store_anchor{clock.offset_ns / 1'000 + measured_off_us, std::abs(measured_off_us)};
      record(run, requests, clock, random);
      if (judge(run).any()) FAIL(text_of(run));
    }
  }
}

TEST_CASE("two counts where one was claimed are found out by what they tell", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int histories = 0, double_spends = 0, split_views = 0;
  for (int round = 0; round < 1'000; ++round) {
    auto const requests = random_requests(random, false);
    limit const l{20, std::chrono::seconds(1), 20};
    for (auto const a : promising_algorithms) {
      auto run = exact_run_of(a, {l});
      record(run, requests, {}, random, 2);
      auto const found = judge(run);
      ++histories;
      double_spends += found.double_spend ? 1 : 0;
      split_views += found.split_view ? 1 : 0;
    }
  }
  std::cout << "of " << histories << " histories of two counts, " << double_spends
            << " show a double spend and " << split_views << " a split view\n";
  REQUIRE(double_spends > histories / 3);
  REQUIRE(split_views > histories / 3);
}

/// Whether some choice of decision times and of an order makes a correct limiter answer like this.
class explanation {
 public:
  explanation(algorithm a, limit const& l, std::vector<operation> const& operations)
      : start_(a, l), operations_(operations), decided_(operations.size()) {}

  [[nodiscard]] bool exists() { return continues(start_, 0, operations_.size()); }

 private:
  bool continues(simulated_limiter const& limiter, std::int64_t now_ms, std::size_t missing) {
    if (missing == 0) return true;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (decided_[i]) continue;
      auto const& op = operations_[i];
      decided_[i] = true;
      for (auto at = std::max(now_ms, op.sent_ns / ms); at <= op.received_ns / ms; ++at) {
        auto const admits = limiter.left(at * ms) >= op.cost;
        if (admits != (op.result == outcome::admitted)) continue;
        auto next = limiter;
        if (admits) next.take(at * ms, op.cost);
        if (continues(next, at, missing - 1)) return true;
      }
      decided_[i] = false;
    }
    return false;
  }

  simulated_limiter start_;
  std::vector<operation> const& operations_;
  std::vector<bool> decided_;
};

TEST_CASE("no denial is called wrong that some choice of decision times explains",
          "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  std::map<algorithm, std::pair<int, int>> unexplained;  // all of these, and those found
  for (int round = 0; round < histories_per_algorithm; ++round) {
    limit const l{
        between(random, 1, 2), duration(between(random, 2, 6) * ms), between(random, 1, 2)};
    auto const a =
        promising_algorithms.at(static_cast<std::size_t>(round) % promising_algorithms.size());
    auto run = exact_run_of(a, {l});
    auto const requests = between(random, 2, 4);
    for (std::int64_t i = 0; i < requests; ++i) {
      auto const sent = between(random, 0, 8);
      auto const result = between(random, 0, 2) == 0 ? outcome::admitted : outcome::denied;
      add(run, result, sent * ms, (sent + between(random, 0, 2)) * ms).cost =
          static_cast<std::int32_t>(between(random, 1, round % 4 == 0 ? 2 : 1));
    }
    auto const explained = explanation(a, l, run.history.operations).exists();
    auto const accused = find_wrongful_denials(run.as_evidence()).count > 0;
    if (explained && accused) FAIL(text_of(run));
    if (explained) continue;
    ++unexplained[a].first;
    unexplained[a].second += accused ? 1 : 0;
  }
  for (auto const& [a, counts] : unexplained) {
    std::cout << to_name(a) << ": " << counts.second << " of " << counts.first
              << " histories without explanation have a wrong denial\n";
    REQUIRE(counts.second > counts.first / 10);
  }
}

TEST_CASE("a correct limiter that tells all passes every check of what it does", "[check]") {
  limit const l{10, duration(s), 10};
  for (auto const a : promising_algorithms) {
    auto run = exact_run(a, l);
    run.history.clocks.store = store_anchor{};
    simulated_limiter limiter(a, l);
    for (std::int64_t i = 0; i < 800; ++i) {
      auto const decided = i * 4 * ms + 500'000;
      auto const admitted = limiter.left(decided) > 0;
      if (admitted) limiter.take(decided, 1);
      auto const result = admitted ? outcome::admitted : outcome::denied;
      auto& op = add(run, result, decided - 500'000, decided + 500'000);
      op.remaining = limiter.left(decided);
      op.decided_at_us = decided / 1'000;
    }

    auto const v = run_checks(run.as_evidence());

    for (auto const check : {check_name::over_admission,
                             check_name::wrongful_denial,
                             check_name::lock_out,
                             check_name::double_spend,
                             check_name::split_view,
                             check_name::clock_offsets}) {
      INFO(to_name(a) << ", " << to_name(check) << ": " << find(v, check).claim);
      REQUIRE(find(v, check).verdict == verdict_kind::pass);
    }
    REQUIRE(*v.admission.wrongful_denials == 0);
  }
}

}  // namespace
}  // namespace limitproof
