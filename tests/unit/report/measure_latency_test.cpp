#include "harness/report/measure_latency.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

operation answered(outcome result,
                   std::int64_t intended_us,
                   std::int64_t sent_us,
                   std::int64_t received_us) {
  operation op;
  op.result = result;
  op.intended_ns = intended_us * 1000;
  op.sent_ns = sent_us * 1000;
  op.received_ns = received_us * 1000;
  return op;
}

plan plan_of(std::vector<planned_load> loads) {
  plan p;
  for (auto const& load : loads) {
    planned_phase phase;
    phase.load = load;
    p.phases.push_back(phase);
  }
  return p;
}

}  // namespace

TEST_CASE("latency counts from the actual send or from the intended one", "[report]") {
  history h;
  h.operations = {answered(outcome::admitted, 100, 130, 200)};

  CHECK(latency_from_send(h).admitted.max == 70);
  CHECK(latency_from_intended_send(h).admitted.max == 100);
}

TEST_CASE("latency tells admitted and denied apart and counts every answer in all", "[report]") {
  history h;
  h.operations = {answered(outcome::admitted, 0, 0, 10),
                  answered(outcome::denied, 0, 0, 20),
                  answered(outcome::admitted_degraded, 0, 0, 30),
                  answered(outcome::unknown, 0, 0, 40)};

  auto const latency = latency_from_send(h);

  CHECK(latency.admitted.count == 1);
  CHECK(latency.admitted.max == 10);
  CHECK(latency.denied.count == 1);
  CHECK(latency.denied.max == 20);
  CHECK(latency.all.count == 4);
  CHECK(latency.all.max == 40);
}

TEST_CASE("a request without an answer has no latency", "[report]") {
  auto timed_out = answered(outcome::unknown, 0, 5, 0);
  timed_out.received_ns = absent;
  history h;
  h.operations = {timed_out};

  CHECK(latency_from_send(h).all.count == 0);
}

TEST_CASE("the limiter's share is read where the node told it", "[report]") {
  auto told = answered(outcome::admitted, 0, 0, 10);
  told.limiter_ns = 7'000;
  history h;
  h.operations = {told, answered(outcome::denied, 0, 0, 10)};

  CHECK(limiter_share(h).count == 1);
  CHECK(limiter_share(h).max == 7);
}

TEST_CASE("send lag is measured in open-loop phases only", "[report]") {
  auto in_closed_loop = answered(outcome::admitted, 0, 900, 1000);
  in_closed_loop.phase = 1;
  history h;
  h.operations = {answered(outcome::admitted, 100, 130, 200), in_closed_loop};

  auto const lag = send_lag(plan_of({paced_load{}, closed_load{}}), h);

  CHECK(lag.count == 1);
  CHECK(lag.max == 30);
}

TEST_CASE("a phase that the plan does not know counts as open loop", "[report]") {
  history h;
  h.operations = {answered(outcome::admitted, 100, 130, 200)};

  CHECK(send_lag(plan_of({}), h).max == 30);
}

TEST_CASE("a request that was never sent has no send lag", "[report]") {
  operation unsent;
  unsent.intended_ns = 100'000;
  unsent.result = outcome::not_sent;
  history h;
  h.operations = {unsent};

  CHECK(send_lag(plan_of({paced_load{}}), h).count == 0);
}
