#include "tests/unit/check/recorded_run.hpp"

#include <chrono>
#include <iostream>
#include <string>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

constexpr int operations = 1'000'000;

// Twice what a bucket of 50 000 per second may admit, with latencies around 1 ms.
recorded_run flood(algorithm a, int keys) {
  auto run = run_of(a, {50'000 / keys + 1, duration(s), 50'000 / keys + 1});
  run.history.keys.assign(static_cast<std::size_t>(keys), "key");
  run.history.operations.reserve(operations);
  auto random = seeded_random();
  for (int i = 0; i < operations; ++i) {
    auto const sent = std::int64_t{i} * 10'000;
    add(run, outcome::admitted, sent, sent + between(random, 500'000, 1'500'000)).key =
        static_cast<std::uint32_t>(i % keys);
  }
  return run;
}

TEST_CASE("a million admissions are judged, on one key and on many", "[check][scale]") {
  for (auto const a : {algorithm::token_bucket, algorithm::sliding_log}) {
    for (int const keys : {1, 100'000}) {
      auto const run = flood(a, keys);
      auto const start = std::chrono::steady_clock::now();
      auto const v = run_checks(run.as_evidence());
      auto const took = std::chrono::steady_clock::now() - start;
      std::cout << to_name(a) << ", 1e6 admissions on " << keys
                << " keys: " << std::chrono::duration<double>(took).count() << " s\n";
      REQUIRE(v.admission.admitted == operations);
      REQUIRE((v.admission.certified_excess > 0) == (keys < 100'000));
    }
  }
}

}  // namespace
}  // namespace limitproof
