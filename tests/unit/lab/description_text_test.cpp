#include "harness/lab/describe.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

limiter_claims claims_of(algorithm a, bool shared = true, bool atomic = true) {
  limiter_claims claims;
  claims.algorithm = a;
  claims.shared = shared;
  claims.atomic = atomic;
  claims.exact = true;
  return claims;
}

}  // namespace

TEST_CASE("the bound of a limiter is its algorithm's, weakened by what it does not claim",
          "[lab]") {
  CHECK(bound_text(claims_of(algorithm::token_bucket)) == "B + r·L in any interval of length L");
  CHECK(bound_text(claims_of(algorithm::sliding_log)) == "N in any window of `per`");
  CHECK(bound_text(claims_of(algorithm::fixed_window, false, false)) ==
        "N in an aligned window: 2·N around its edge, × node threads");
  CHECK(bound_text(claims_of(algorithm::sliding_log, true, false)) ==
        "N in any window of `per`, more when requests race");
  auto by_node = claims_of(algorithm::sliding_log);
  by_node.time = time_source::node;
  CHECK(bound_text(by_node) == "N in any window of `per`, more when nodes' clocks differ");
  CHECK(bound_text(claims_of(algorithm::none, false, false)) == "none");
}

TEST_CASE("a row has the figures in their units, and zeros where nothing is kept", "[lab]") {
  auto inexact = claims_of(algorithm::gcra);
  inexact.exact = false;
  description const d{{{"stored", inexact, {198, 199}, limiter_cost{120, 72, 80, 12'345}},
                       {"local", claims_of(algorithm::token_bucket, false, false), {590, 597}, {}},
                       {"none", claims_of(algorithm::none, false, false), {9'000, {}}, {}}},
                      measured_work(100'000, false),
                      "2026-01-02, a machine"};

  auto const text = description_text(d);

  CHECK(text.find(
            "| stored | gcra | B + r·L in any interval of length L | 198 of 199 | 72 | 120 | 80 | "
            "12.3 | [not exact](stored/README.md) |\n") != std::string::npos);
  CHECK(text.find("× node threads | 590 of 597 | 0 | 0 | 0 | 0 | exact |\n") != std::string::npos);
  CHECK(text.find("| none | all |") != std::string::npos);
  CHECK(text.find("growth of used_memory over 100000 clients\n(2000 where") != std::string::npos);
  CHECK(text.find("Measured on\n2026-01-02, a machine.") != std::string::npos);
}

TEST_CASE("as many clients as are asked for are measured, also where a record grows", "[lab]") {
  CHECK(measured_work(50'000, true).growing_clients == 50'000);
  CHECK(measured_work(50'000, false).growing_clients == 1'000);
  CHECK(measured_work(10, false).growing_clients == 1);
}
