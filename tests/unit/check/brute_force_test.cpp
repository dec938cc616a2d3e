#include "harness/model/curve.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <bit>
#include <iostream>
#include <map>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

// The checks against exhaustive search. A history is feasible iff there are decision times, each
// within its request's interval, such that every interval between two of them holds no more than
// the algorithm's curve allows (and every window no more than the limit, where windows are
// aligned). Times are small whole numbers of microseconds, the store clock's unit.

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

class oracle {
 public:
  oracle(algorithm a, micro_history const& h)
      : algorithm_(a), history_(h), limit_{h.count, duration(h.per * tick), h.burst} {}

  [[nodiscard]] bool feasible() {
    decided_.clear();
    return can_place_from(0);
  }

 private:
  struct decided {
    std::int64_t at, cost;
  };

  // Adding a decision never makes an overfull interval legal, so dead ends can be left early.
  bool can_place_from(std::size_t i) {
    if (i == history_.requests.size()) return true;
    auto const& request = history_.requests[i];
    for (auto t = request.first; t <= request.last; ++t) {
      decided_.push_back({t, request.cost});
      auto const possible = is_legal_around(t) && can_place_from(i + 1);
      decided_.pop_back();
      if (possible) return true;
    }
    return false;
  }

  [[nodiscard]] bool is_legal_around(std::int64_t t) const {
    return std::all_of(decided_.begin(), decided_.end(), [&](decided const& x) {
      return std::all_of(decided_.begin(), decided_.end(), [&](decided const& y) {
        return x.at > t || y.at < t || cost_between(x.at, y.at) <= allowed(x.at, y.at);
      });
    });
  }

  [[nodiscard]] std::int64_t cost_between(std::int64_t a, std::int64_t b) const {
    std::int64_t cost = 0;
    for (auto const& d : decided_)
      if (d.at >= a && d.at <= b) cost += d.cost;
    return cost;
  }

  [[nodiscard]] std::int64_t allowed(std::int64_t a, std::int64_t b) const {
    if (algorithm_ == algorithm::fixed_window && a / history_.per == b / history_.per)
      return history_.count;
    return most_admitted(algorithm_, limit_, duration((b - a) * tick));
  }

  algorithm algorithm_;
  micro_history const& history_;
  limit limit_;
  std::vector<decided> decided_;
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
  int feasible = 0, infeasible = 0, missed = 0;
};

constexpr int histories_per_algorithm = 20'000;

TEST_CASE("no history with a legal choice of decision times is accused", "[check][brute]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  std::map<algorithm, tally> tallies;
  for (int round = 0; round < histories_per_algorithm; ++round) {
    auto const h = random_history(random, {.dearest = round % 4 == 0 ? 2 : 1});
    for (auto const a : promising_algorithms) {
      auto const feasible = oracle(a, h).feasible();
      auto const accused = over_admission_of(run_of(a, h)) == verdict_kind::fail;
      auto& [feasible_count, infeasible_count, missed] = tallies[a];
      ++(feasible ? feasible_count : infeasible_count);
      missed += !feasible && !accused ? 1 : 0;
      if (!feasible || !accused) continue;
      FAIL(to_name(a) << " accused wrongly: " << text_of(h));
    }
  }
  for (auto const& [a, t] : tallies) {
    std::cout << to_name(a) << ": " << t.feasible << " feasible, " << t.infeasible
              << " infeasible, " << t.missed << " of them not shown by an interval\n";
    REQUIRE(t.feasible > histories_per_algorithm / 10);
    REQUIRE(t.infeasible > histories_per_algorithm / 10);
    REQUIRE(t.missed * 5 < t.infeasible);
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
      for (std::size_t i = 0; i < found.witness.size(); ++i) {
        auto fewer = found.witness;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        auto const rest = only(h, fewer);
        REQUIRE(over_admission_of(run_of(a, rest)) != verdict_kind::fail);
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
