#include "harness/model/curve.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <bit>
#include <iostream>
#include <map>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

// The checks against exhaustive search. A history is feasible iff its requests can be decided in
// some order, each within its interval, such that every interval between two decisions holds no
// more than the algorithm's curve allows (and every window no more than the limit, where windows
// are aligned). For a given order the earliest times are the best, so trying all orders decides it.

namespace limitproof {
namespace {

constexpr std::int64_t tick = 1'000;  // ns

struct micro_request {
  std::int64_t first = 0, last = 0;  ///< ticks
  std::int64_t cost = 1;
};

struct micro_history {
  std::vector<micro_request> requests;
  std::int64_t count = 1, per = 1, burst = 1;  ///< per in ticks
};

/// Times are counted in parts of a tick small enough for exact refills, and for as many instants
/// that only have to differ as there are requests.
class oracle {
 public:
  oracle(algorithm a, micro_history const& h)
      : algorithm_(a),
        history_(h),
        parts_(64 * h.count),
        limit_{h.count, duration(h.per * parts_), h.burst},
        is_decided_(h.requests.size(), false) {}

  [[nodiscard]] bool feasible() {
    if (decided_.size() == history_.requests.size()) return true;
    for (std::size_t i = 0; i < history_.requests.size(); ++i) {
      if (is_decided_[i] || !decide(i)) continue;
      auto const possible = feasible();
      decided_.pop_back();
      is_decided_[i] = false;
      if (possible) return true;
    }
    return false;
  }

 private:
  struct decided {
    std::int64_t at, cost;
  };

  bool decide(std::size_t i) {
    auto const& request = history_.requests[i];
    if (request.cost > capacity(algorithm_, limit_)) return false;
    auto at = request.first * parts_;
    std::int64_t cost = request.cost;
    for (auto d = decided_.rbegin(); d != decided_.rend(); ++d) {
      cost += d->cost;
      at = std::max(at, d->at + shortest_holding(cost));
    }
    at = in_window_with_room(at, request.cost);
    if (at > request.last * parts_) return false;
    decided_.push_back({at, request.cost});
    is_decided_[i] = true;
    return true;
  }

  /// The shortest interval that may hold `cost`.
  [[nodiscard]] std::int64_t shortest_holding(std::int64_t cost) {
    auto const [known, is_new] = lengths_.try_emplace(cost, 0);
    if (!is_new) return known->second;
    std::int64_t shortest = 0, longest = cost * limit_.per.count();
    while (shortest < longest) {
      auto const middle = (shortest + longest) / 2;
      if (most_admitted(algorithm_, limit_, duration(middle)) >= cost)
        longest = middle;
      else
        shortest = middle + 1;
    }
    return known->second = shortest;
  }

  [[nodiscard]] std::int64_t in_window_with_room(std::int64_t at, std::int64_t cost) const {
    if (algorithm_ != algorithm::fixed_window) return at;
    auto const per = limit_.per.count();
    for (auto const& d : decided_)
      if (d.at / per == at / per) cost += d.cost;
    return cost > limit_.count ? (at / per + 1) * per : at;
  }

  algorithm algorithm_;
  micro_history const& history_;
  std::int64_t parts_;
  limit limit_;
  std::vector<decided> decided_;
  std::vector<bool> is_decided_;
  std::map<std::int64_t, std::int64_t> lengths_;
};

struct micro_shape {
  std::int64_t most_requests = 5;
  std::int64_t slowest = 4;
  std::int64_t dearest = 1;
};

micro_history random_history(std::mt19937_64& random, micro_shape const& shape) {
  micro_history h{{}, between(random, 1, 3), between(random, 2, 6), between(random, 1, 3)};
  auto const requests = between(random, 2, shape.most_requests);
  auto const end = between(random, 0, 12);
  for (std::int64_t i = 0; i < requests; ++i) {
    auto const first = between(random, 0, end);
    h.requests.push_back(
        {first, first + between(random, 0, shape.slowest), between(random, 1, shape.dearest)});
  }
  return h;
}

recorded_run run_of(algorithm a, micro_history const& h) {
  auto run = run_of(a, limit{h.count, duration(h.per * tick), h.burst});
  run.history.clocks.store = store_anchor{};
  for (auto const& r : h.requests)
    add(run, outcome::admitted, r.first * tick, r.last * tick).cost = static_cast<int>(r.cost);
  return run;
}

std::string text_of(micro_history const& h) {
  auto text = std::to_string(h.count) + " per " + std::to_string(h.per) + " burst " +
              std::to_string(h.burst) + ":";
  for (auto const& r : h.requests)
    text += " [" + std::to_string(r.first) + "," + std::to_string(r.last) + "]x" +
            std::to_string(r.cost);
  return text;
}

/// What remains of the history when only the requests with these ids are in it.
micro_history only(micro_history h, std::vector<std::uint64_t> const& ids) {
  std::vector<micro_request> kept;
  kept.reserve(ids.size());
  for (auto const id : ids) kept.push_back(h.requests[id]);
  h.requests = kept;
  return h;
}

/// The least total cost to remove so that the rest is feasible.
std::int64_t least_removed(algorithm a, micro_history const& h) {
  auto const count = h.requests.size();
  auto least = std::int64_t{1} << 40;
  for (unsigned removed = 0; removed < 1U << count; ++removed) {
    std::int64_t cost = 0;
    std::vector<std::uint64_t> kept;
    for (unsigned i = 0; i < count; ++i)
      if ((removed >> i & 1U) != 0)
        cost += h.requests[i].cost;
      else
        kept.push_back(i);
    if (cost >= least) continue;
    auto const rest = only(h, kept);
    if (oracle(a, rest).feasible()) least = cost;
  }
  return least;
}

struct tally {
  int feasible = 0, infeasible = 0, by_no_interval = 0, undecided = 0;
};

constexpr int histories_per_algorithm = 20'000;

std::map<algorithm, tally> judge_random_histories(std::mt19937_64& random,
                                                  micro_shape const& shape) {
  std::map<algorithm, tally> tallies;
  for (int round = 0; round < histories_per_algorithm; ++round) {
    auto const h = random_history(random, shape);
    for (auto const a : promising_algorithms) {
      auto const feasible = oracle(a, h).feasible();
      auto const found = find(run_of(a, h), check_name::over_admission);
      auto const undecided = found.verdict == verdict_kind::inconclusive;
      auto const expected = feasible ? verdict_kind::pass : verdict_kind::fail;
      auto& t = tallies[a];
      ++(feasible ? t.feasible : t.infeasible);
      t.undecided += undecided ? 1 : 0;
      t.by_no_interval += found.claim.find("cannot all be legal") != std::string::npos ? 1 : 0;
      if (!undecided && found.verdict != expected)
        FAIL(to_name(a) << ": " << text_of(h) << ": " << found.claim);
    }
  }
  for (auto const& [a, t] : tallies)
    std::cout << to_name(a) << ": " << t.feasible << " feasible, " << t.infeasible
              << " infeasible, " << t.by_no_interval << " of them without an overfull interval, "
              << t.undecided << " left open\n";
  return tallies;
}

TEST_CASE("with unit costs the verdict is that of exhaustive search, and never open",
          "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (auto const& [a, t] : judge_random_histories(random, {})) {
    CAPTURE(to_name(a));
    REQUIRE(t.feasible > histories_per_algorithm / 10);
    REQUIRE(t.infeasible > histories_per_algorithm / 10);
    REQUIRE(t.undecided == 0);
    REQUIRE((t.by_no_interval > 0) == (a != algorithm::fixed_window));
  }
}

TEST_CASE("with other costs no verdict is wrong, and few are open", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (auto const& [a, t] : judge_random_histories(random, {.dearest = 3})) {
    CAPTURE(to_name(a));
    REQUIRE(t.feasible > histories_per_algorithm / 10);
    REQUIRE(t.undecided * 10 < histories_per_algorithm);
  }
}

TEST_CASE("where decision times are known, every infeasible history is accused", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < histories_per_algorithm; ++round) {
    auto const h = random_history(
        random, {.most_requests = 8, .slowest = 0, .dearest = round % 4 == 0 ? 3 : 1});
    for (auto const a : promising_algorithms) {
      auto const feasible = oracle(a, h).feasible();
      auto const accused = over_admission_of(run_of(a, h)) == verdict_kind::fail;
      if (accused == feasible) FAIL(to_name(a) << ": " << text_of(h));
    }
  }
}

TEST_CASE("a witness proves its case, and nothing smaller does", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int witnesses = 0;
  for (int round = 0; round < 4'000; ++round) {
    auto const h = random_history(
        random, {.most_requests = 7, .slowest = 2, .dearest = round % 4 == 0 ? 3 : 1});
    for (auto const a : promising_algorithms) {
      auto const found = find(run_of(a, h), check_name::over_admission);
      if (found.verdict != verdict_kind::fail) continue;
      ++witnesses;
      INFO(to_name(a) << ": " << text_of(h) << ": " << found.claim);
      auto const alone = only(h, found.witness);
      REQUIRE_FALSE(oracle(a, alone).feasible());

      auto first = alone.requests.front().first;
      auto last = alone.requests.front().last;
      for (auto const& r : alone.requests) {
        first = std::min(first, r.first);
        last = std::max(last, r.last);
      }
      REQUIRE(*found.interval == time_interval{first * tick, last * tick});
      auto const by_interval = found.claim.find("allows at most") != std::string::npos;
      for (std::size_t i = 0; i < found.witness.size(); ++i) {
        auto fewer = found.witness;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        auto const rest = find(run_of(a, only(h, fewer)), check_name::over_admission);
        if (by_interval)
          REQUIRE(rest.claim.find("allows at most") == std::string::npos);
        else
          REQUIRE(rest.verdict != verdict_kind::fail);
      }
    }
  }
  REQUIRE(witnesses > 2'000);
}

TEST_CASE("the total excess is the least that must be removed", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  auto const total_of = [](algorithm a, micro_history const& h) {
    return run_checks(run_of(a, h).as_evidence()).admission.total_excess;
  };
  for (int round = 0; round < 1'000; ++round) {
    auto const points = random_history(random, {.most_requests = 7, .slowest = 0});
    auto const weighted = random_history(random, {.most_requests = 5, .slowest = 0, .dearest = 3});
    auto const uncertain = random_history(random, {.most_requests = 5, .slowest = 3});
    for (auto const a : promising_algorithms) {
      INFO(to_name(a) << ": " << text_of(points) << "; " << text_of(weighted) << "; "
                      << text_of(uncertain));
      REQUIRE(total_of(a, points) == least_removed(a, points));
      REQUIRE(total_of(a, weighted) <= least_removed(a, weighted));
      REQUIRE(total_of(a, uncertain) <= least_removed(a, uncertain));
    }
  }
}

}  // namespace
}  // namespace limitproof
