#include "harness/check/store_keys.hpp"

#include "tests/unit/check/recorded_run.hpp"

#include <map>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

held_key key_named(std::string const& name) {
  return {name, "string", 500, 100, std::nullopt};
}

/// A run against 10 per 1 s with a burst of 40 that left these keys.
recorded_run run_that_left(std::vector<held_key> const& keys,
                           algorithm a = algorithm::fixed_window_first_hit) {
  auto run = run_of(a, {10, duration(s), 40});
  run.history.keys = {"a", "ab", "b c", "tb"};
  run.store = store_holdings{static_cast<std::int64_t>(keys.size()), keys};
  run.keys_of_a_call = 2;
  return run;
}

finding judged(recorded_run const& run) {
  return check_store_keys(run.as_evidence(), {});
}

void require(recorded_run const& run, verdict_kind expected, std::string const& claim) {
  auto const found = judged(run);
  INFO(found.claim);
  REQUIRE(found.verdict == expected);
  REQUIRE_THAT(found.claim, Catch::Contains(claim));
}

TEST_CASE("keys that expire in time, count up, lie together and are small pass with figures",
          "[check][store_keys]") {
  auto counter = key_named("fw:{a}:0");
  counter.integer = 0;
  auto larger = key_named("fw:{a}:1");
  larger.bytes = 201;

  auto const found = judged(run_that_left({counter, larger}));

  REQUIRE(found.verdict == verdict_kind::pass);
  REQUIRE(found.claim ==
          "of 2 keys each expires; the last, \"fw:{a}:0\", after 500 ms (at most 2001 ms); no "
          "string is a number below zero; each client's keys lie in one cluster slot (2 name their "
          "client); 150 bytes a key, 201 for the largest, \"fw:{a}:1\" (string) (at most 4096)");
}

TEST_CASE("a key that never expires fails, and only what is broken is told",
          "[check][store_keys]") {
  auto lost = key_named("fw:{a\n}");
  lost.ttl_ms = std::nullopt;

  auto const found = judged(run_that_left({key_named("fw:{ab}"), lost}));

  REQUIRE(found.verdict == verdict_kind::fail);
  REQUIRE(found.claim == R"(of 2 keys 1 never expire, first "fw:{a\x0a}")");
  REQUIRE(found.witness.empty());
}

TEST_CASE("a key may live until all of its limit is back and a second more",
          "[check][store_keys]") {
  std::map<algorithm, std::int64_t> const most_ms = {{algorithm::token_bucket, 5'001},
                                                     {algorithm::gcra, 5'001},
                                                     {algorithm::sliding_log, 2'001},
                                                     {algorithm::sliding_counter, 3'001},
                                                     {algorithm::fixed_window, 2'001},
                                                     {algorithm::fixed_window_first_hit, 2'001}};
  for (auto const a : promising_algorithms) {
    INFO(to_name(a));
    auto key = key_named("k:{a}");
    key.ttl_ms = most_ms.at(a);
    require(run_that_left({key}, a), verdict_kind::pass, "at most");
    ++*key.ttl_ms;
    require(run_that_left({key_named("k:{ab}"), key}, a),
            verdict_kind::fail,
            "1 live longer than " + std::to_string(most_ms.at(a)) + " ms, the last, \"k:{a}\"");
  }
}

TEST_CASE("of several limits the one that comes back last bounds the life time",
          "[check][store_keys]") {
  auto key = key_named("k:{a}");
  key.ttl_ms = 61'001;
  auto run = run_that_left({key});
  require(run, verdict_kind::fail, "live longer than 2001 ms");

  run.plan.scenario.policy.limits.push_back({100, duration(60 * s), 100});

  require(run, verdict_kind::pass, "at most 61001 ms");
}

TEST_CASE("a limiter that promises nothing has no longest life time, but keys must expire",
          "[check][store_keys]") {
  auto key = key_named("k");
  key.ttl_ms = 1'000'000'000;
  require(run_that_left({key}, algorithm::none), verdict_kind::pass, "promises nothing");

  key.ttl_ms = std::nullopt;
  require(run_that_left({key}, algorithm::none), verdict_kind::fail, "1 never expire");
}

TEST_CASE("a string that is a number below zero fails", "[check][store_keys]") {
  auto left = key_named("left:{a}");
  left.integer = -1;
  require(run_that_left({key_named("left:{ab}"), left}),
          verdict_kind::fail,
          "1 hold a number below zero, first \"left:{a}\" with -1");
}

TEST_CASE("a client's keys in two cluster slots fail where a call names both",
          "[check][store_keys]") {
  auto run = run_that_left({key_named("now:a"), key_named("now:ab"), key_named("before:a")});

  require(run,
          verdict_kind::fail,
          "1 clients have keys in several cluster slots, first \"now:a\" and \"before:a\"");

  run.keys_of_a_call = 1;
  require(run, verdict_kind::pass, "slots do not matter");
}

TEST_CASE("whose key it is tells its name, and a name that does not say is not judged",
          "[check][store_keys]") {
  SECTION("an identity is found as keys spell it") {
    require(run_that_left({key_named("now:b%20c"), key_named("before:b%20c")}),
            verdict_kind::fail,
            "1 clients");
  }
  SECTION("a longer identity is another one") {
    require(run_that_left({key_named("now:abc"), key_named("before:abc")}),
            verdict_kind::pass,
            "slots were not judged");
  }
  SECTION("two identities in one name are nobody's") {
    require(run_that_left({key_named("tb:{a}"), key_named("tb:{ab}")}),
            verdict_kind::pass,
            "slots were not judged");
  }
}

TEST_CASE("a key may be as large as its limits account for", "[check][store_keys]") {
  auto key = key_named("k:{a}");
  key.type = "zset";
  auto const at = [&](std::int64_t bytes, algorithm a) {
    key.bytes = bytes;
    return run_that_left({key}, a);
  };

  require(at(4'096, algorithm::token_bucket), verdict_kind::pass, "at most 4096");
  require(at(4'097, algorithm::token_bucket),
          verdict_kind::fail,
          "1 are larger than 4096 bytes: 4097 bytes a key, 4097 for the largest, \"k:{a}\" (zset)");
  require(at(4'096 + 2'560, algorithm::sliding_log), verdict_kind::pass, "at most 6656");
  require(at(4'097 + 2'560, algorithm::sliding_log), verdict_kind::fail, "larger than 6656");
}

TEST_CASE("a pass says how many of the keys were judged", "[check][store_keys]") {
  auto run = run_that_left({key_named("k:{a}")});
  run.store->keys = 25'000;
  require(run, verdict_kind::pass, "of 1 keys out of 25000 (the others expired, or were not");
}

TEST_CASE("without a key there is nothing to judge, and the claim says why",
          "[check][store_keys]") {
  auto run = run_that_left({});
  require(run, verdict_kind::inconclusive, "the limiter wrote none, or all had expired");

  run.keys_of_a_call = 0;
  require(run, verdict_kind::inconclusive, "the limiter keeps nothing in the store");

  run.store = std::nullopt;
  run.keys_of_a_call = std::nullopt;
  require(run, verdict_kind::inconclusive, "no snapshot of the store was taken");
}

}  // namespace
}  // namespace limitproof
