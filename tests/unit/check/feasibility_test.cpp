#include "harness/check/feasibility.hpp"

#include "harness/check/assignment_proof.hpp"
#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

std::vector<admission> points(std::vector<std::int64_t> const& times) {
  std::vector<admission> requests;
  for (auto const t : times) requests.push_back({t, t, 0, 1});
  return requests;
}

/// Whether the proof takes the sends of `requests` for legal decision times.
bool accepts_sends(std::vector<admission> const& requests, judged_curve const& curve) {
  std::vector<judged_curve> const curves = {curve};
  auto const scale = exact_scale(curves, requests.size());
  REQUIRE(scale.has_value());
  assignment_proof proof(requests, curves, *scale);
  for (std::size_t i = 0; i < requests.size(); ++i)
    proof.add({wide{requests[i].sent_ns} * *scale, i});
  return proof.holds();
}

bool hold_no_more_than_allowed(std::vector<admission> const& requests, judged_limit const& judged) {
  for (std::size_t first = 0; first < requests.size(); ++first) {
    std::int64_t cost = 0;
    for (auto last = first; last < requests.size(); ++last) {
      cost += requests[last].cost;
      duration const length(requests[last].sent_ns - requests[first].sent_ns);
      if (cost > most_admitted(judged, length)) return false;
    }
  }
  return true;
}

TEST_CASE("the proof accepts exactly the decision times that counting every interval accepts",
          "[check]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int accepted = 0, refused = 0;
  for (int round = 0; round < 4'000; ++round)
    for (auto const a : promising_algorithms) {
      judged_limit judged{
          a,
          {between(random, 1, 4), duration(between(random, 3, 12)), between(random, 1, 4)},
          {},
          {}};
      judged.tolerance.slack = between(random, 0, 2);
      std::vector<admission> requests;
      std::int64_t time = 0;
      for (auto left = between(random, 1, 12); left > 0; --left) {
        time += between(random, 0, 6);
        auto const cost = static_cast<std::int32_t>(between(random, 1, round % 2 == 0 ? 1 : 2));
        requests.push_back({time, time, 0, cost});
      }
      auto const expected = hold_no_more_than_allowed(requests, judged);
      CAPTURE(round, to_name(a));
      REQUIRE(accepts_sends(requests, {curve_of(judged), std::nullopt}) == expected);
      ++(expected ? accepted : refused);
    }
  REQUIRE(accepted > 4'000);
  REQUIRE(refused > 4'000);
}

TEST_CASE("the proof counts windows by the clock they follow", "[check]") {
  judged_curve const curve{stair_curve{.count = 1, .per = 1}, clock_windows{10, 3}};

  REQUIRE(accepts_sends(points({6, 7, 17}), curve));
  REQUIRE_FALSE(accepts_sends(points({7, 16}), curve));
}

TEST_CASE("the proof refuses what is not an assignment", "[check]") {
  auto const requests = points({5, 9});
  std::vector<judged_curve> const curves = {{stair_curve{.count = 2, .per = 4}, std::nullopt}};
  assignment_proof proof(requests, curves, 1);
  SECTION("a request without a decision time") {
    proof.add({5, 0});
  }
  SECTION("a decision before its request was sent") {
    proof.add({4, 0});
    proof.add({9, 1});
  }
  SECTION("a decision after its request was answered") {
    proof.add({5, 0});
    proof.add({10, 1});
  }
  SECTION("two decisions for one request and none for the other") {
    proof.add({5, 0});
    proof.add({5, 0});
  }
  REQUIRE_FALSE(proof.holds());
}

TEST_CASE("without repairs what no interval shows stays undecided", "[check]") {
  std::vector<admission> const requests = {{0, 20, 0, 1}, {9, 9, 1, 1}, {24, 24, 2, 1}};
  judged_limit const judged{algorithm::sliding_log, {1, duration(10), 1}, {}, {}};
  repair_budget none{0, 0};
  repair_budget enough;

  REQUIRE(decide_feasibility(requests, std::span(&judged, 1), none).result == placing::undecided);
  auto const found = decide_feasibility(requests, std::span(&judged, 1), enough);
  REQUIRE(found.result == placing::impossible);
  REQUIRE(found.involved == std::vector<std::size_t>{0, 1, 2});
  REQUIRE(most_undecided(requests, judged) == 3);
}

TEST_CASE("of many requests those that cannot all be legal are singled out", "[check]") {
  judged_limit const judged{algorithm::token_bucket, {1, duration(10), 1}, {}, {}};
  std::vector<admission> requests;
  for (std::int64_t t = 0; t < 4'000; t += 10) requests.push_back({t, t + 10, 0, 1});
  for (auto const& [sent, received] : {std::pair{4'100, 4'120}, {4'109, 4'109}, {4'124, 4'124}})
    requests.push_back({sent, received, 0, 1});
  for (std::int64_t t = 5'000; t < 9'000; t += 10) requests.push_back({t, t + 10, 0, 1});
  repair_budget budget;

  auto const found = decide_feasibility(requests, std::span(&judged, 1), budget);

  REQUIRE(found.result == placing::impossible);
  REQUIRE(found.involved == std::vector<std::size_t>{400, 401, 402});
}

TEST_CASE("a slow request makes room for all that came after it", "[check]") {
  judged_limit const judged{algorithm::sliding_log, {1, duration(10), 1}, {}, {}};
  std::vector<admission> requests = {{0, 3'100, 0, 1}};
  for (std::int64_t t = 5; t < 3'000; t += 10) requests.push_back({t, t, 0, 1});
  repair_budget budget;

  REQUIRE(decide_feasibility(requests, std::span(&judged, 1), budget).result == placing::complete);
}

}  // namespace
}  // namespace limitproof
