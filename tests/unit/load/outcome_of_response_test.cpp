#include "harness/load/outcome_of_response.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

outcome outcome_of(int status, degraded_mode degraded = degraded_mode::none) {
  response_head head;
  head.status = static_cast<std::uint16_t>(status);
  head.degraded = degraded;
  return outcome_of_response(head);
}

}  // namespace

TEST_CASE("every answer of a node other than a denial is an admission", "[load]") {
  for (int status = 200; status < 500; ++status)
    if (status != 429 && status != 400 && status != 408)
      CHECK(outcome_of(status) == outcome::admitted);
}

TEST_CASE("429 is a denial", "[load]") {
  CHECK(outcome_of(429) == outcome::denied);
}

TEST_CASE("what the store did not decide is degraded", "[load]") {
  using enum degraded_mode;
  CHECK(outcome_of(200, open) == outcome::admitted_degraded);
  CHECK(outcome_of(200, local) == outcome::admitted_degraded);
  CHECK(outcome_of(429, local) == outcome::denied_degraded);
  CHECK(outcome_of(503, closed) == outcome::denied_degraded);
}

TEST_CASE("a 5xx may have spent a permit", "[load]") {
  for (int const status : {500, 502, 503, 504, 599, 999})
    CHECK(outcome_of(status) == outcome::unknown);
  CHECK(outcome_of(503, degraded_mode::open) == outcome::unknown);
}

TEST_CASE("400 and 408 are no decision unless the limiter has left a sign", "[load]") {
  for (int const status : {400, 408}) {
    CHECK(outcome_of(status) == outcome::not_decided);

    response_head head;
    head.status = static_cast<std::uint16_t>(status);
    head.remaining = 3;
    CHECK(outcome_of_response(head) == outcome::admitted);
  }
}
