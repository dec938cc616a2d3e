#include "harness/report/measure_outages.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// 50/s with bursts of 100.
plan promised() {
  plan p;
  p.scenario.policy.limits = {limit{50, 1s, 100}};
  return p;
}

limiter_claims bucket_claims() {
  limiter_claims claims;
  claims.algorithm = algorithm::token_bucket;
  return claims;
}

injection done(fault_action action, duration begin, duration end, std::string target = "store") {
  return {{begin, action, std::move(target)}, begin.count(), end.count()};
}

/// A request of key 0 that was answered 1 ms after it was sent.
operation answered(duration sent, outcome result) {
  operation op;
  op.sent_ns = sent.count();
  op.received_ns = (sent + 1ms).count();
  op.result = result;
  return op;
}

/// A store that was away from 3 to 6 s.
history with_outage(std::vector<operation> operations) {
  history h;
  h.operations = std::move(operations);
  h.injections = {done(fault_action::kill, 3s, 3001ms), done(fault_action::restart, 5900ms, 6s)};
  return h;
}

std::vector<outage_row> measured(history const& h) {
  return measure_outages(promised(), bucket_claims(), h);
}

outage_row only_outage(history const& h) {
  auto const rows = measured(h);
  REQUIRE(rows.size() == 1);
  return rows.front();
}

}  // namespace

TEST_CASE("an outage lasts from the kill until the restart has taken effect", "[report]") {
  auto const outage = only_outage(with_outage({}));

  CHECK(outage.fault == fault_action::kill);
  CHECK(outage.began_ns == 3'000'000'000);
  CHECK(outage.back_ns == 6'000'000'000);
  CHECK_FALSE(outage.detection_us);
  CHECK_FALSE(outage.recovery_us);
  CHECK(outage.latency.count == 0);
}

TEST_CASE("each stretch without the store is an outage, and nothing done to others is",
          "[report]") {
  using enum fault_action;
  history h;
  h.injections = {done(kill, 1s, 1s, "node-1"),
                  done(stop, 2s, 2s),
                  done(kill, 3s, 3s),
                  done(restart, 4s, 5s),
                  done(restart, 6s, 7s),
                  done(flush_scripts, 8s, 8001ms),
                  done(reload, 9s, 9s, "balancer"),
                  done(stop, 10s, 10s),
                  done(resume, 11s, 11s),
                  done(kill, 12s, 12s)};

  auto const rows = measured(h);

  REQUIRE(rows.size() == 5);
  CHECK(rows[0].fault == stop);
  CHECK(rows[0].back_ns == 5'000'000'000);
  CHECK(rows[1].fault == restart);
  CHECK(rows[1].back_ns == 7'000'000'000);
  CHECK(rows[2].fault == flush_scripts);
  CHECK(rows[2].back_ns == 8'001'000'000);
  CHECK(rows[3].fault == stop);
  CHECK(rows[3].back_ns == 11'000'000'000);
  CHECK(rows[4].fault == kill);
  CHECK_FALSE(rows[4].back_ns);
}

TEST_CASE("a spoilt way to the store is an outage until it is healed and the store runs",
          "[report]") {
  using enum fault_action;
  history h;
  h.injections = {done(heal, 1s, 1s),
                  done(slow, 2s, 2s),
                  done(blackhole, 3s, 3s),
                  done(heal, 4s, 4s),
                  done(reset, 5s, 5s),
                  done(kill, 6s, 6s),
                  done(heal, 7s, 7s),
                  done(restart, 8s, 9s)};

  auto const rows = measured(h);

  REQUIRE(rows.size() == 2);
  CHECK(rows[0].fault == slow);
  CHECK(rows[0].back_ns == 4'000'000'000);
  CHECK(rows[1].fault == reset);
  CHECK(rows[1].back_ns == 9'000'000'000);
}

TEST_CASE("an outage was noticed with the first degraded answer, and over with the last",
          "[report]") {
  auto const outage = only_outage(with_outage({answered(2500ms, outcome::admitted),
                                               answered(3019ms, outcome::denied_degraded),
                                               answered(4s, outcome::admitted_degraded),
                                               answered(6299ms, outcome::denied_degraded),
                                               answered(7s, outcome::admitted)}));

  CHECK(outage.detection_us == 20'000);
  CHECK(outage.recovery_us == 300'000);
  CHECK(outage.admitted == 1);
  CHECK(outage.denied == 2);
}

TEST_CASE("nodes that were back before their store kept nobody waiting", "[report]") {
  auto const outage = only_outage(with_outage({answered(4s, outcome::denied_degraded)}));

  CHECK(outage.recovery_us == 0);
}

TEST_CASE("degraded answers belong to the outage before them, and none before the first",
          "[report]") {
  auto h = with_outage({answered(2s, outcome::denied_degraded),
                        answered(4s, outcome::denied_degraded),
                        answered(8s, outcome::denied_degraded),
                        answered(9s, outcome::denied_degraded)});
  h.injections.push_back(done(fault_action::stop, 7s, 7s));

  auto const rows = measured(h);

  REQUIRE(rows.size() == 2);
  CHECK(rows[0].denied == 1);
  CHECK(rows[1].denied == 2);
  CHECK_FALSE(rows[1].recovery_us);
}

TEST_CASE("latency is of those that were under way while the store was gone", "[report]") {
  auto waiting = answered(2990ms, outcome::denied_degraded);
  waiting.received_ns = 3'100'000'000;
  auto const outage = only_outage(with_outage({answered(2s, outcome::admitted),
                                               waiting,
                                               answered(4s, outcome::denied_degraded),
                                               answered(6500ms, outcome::admitted)}));

  CHECK(outage.latency.count == 2);
  CHECK(outage.latency.max == 110'000);
  CHECK(outage.latency.p50 == 1'000);
}

TEST_CASE("what the policy left is what came back since, where its burst had been used up",
          "[report]") {
  std::vector<operation> operations;
  for (int i = 0; i < 100; ++i) operations.push_back(answered(0s, outcome::admitted));
  for (int i = 1; i < 150; ++i) operations.push_back(answered(i * 20ms, outcome::admitted));
  for (int i = 0; i < 249; ++i)
    operations.push_back(answered(3s + i * 10ms, outcome::admitted_degraded));

  auto const outage = only_outage(with_outage(operations));

  // 100 + ⌊50/s · 5.481 s⌋ = 374 up to the last degraded answer, of which the limiter admitted 249.
  CHECK(outage.allowed == 125);
  CHECK(outage.overshoot == 249 - 125);
}

TEST_CASE("a key that had asked for nothing has its whole burst left", "[report]") {
  auto const outage = only_outage(
      with_outage(std::vector<operation>(150, answered(4s, outcome::admitted_degraded))));

  CHECK(outage.allowed == 100);
  CHECK(outage.overshoot == 50);
}

TEST_CASE("one key's overshoot is not made good by what another key left", "[report]") {
  std::vector<operation> operations(150, answered(4s, outcome::admitted_degraded));
  auto other = answered(4s, outcome::denied_degraded);
  other.key = 1;
  operations.push_back(other);

  auto const outage = only_outage(with_outage(operations));

  CHECK(outage.allowed == 200);
  CHECK(outage.overshoot == 50);
}

TEST_CASE("permits count, not requests", "[report]") {
  auto costly = answered(4s, outcome::admitted_degraded);
  costly.cost = 130;

  CHECK(only_outage(with_outage({costly})).overshoot == 30);
}

TEST_CASE("a limiter that promises nothing is not exceeded", "[report]") {
  limiter_claims none;
  none.algorithm = algorithm::none;
  auto p = promised();

  auto const h = with_outage({answered(4s, outcome::admitted_degraded)});
  CHECK_FALSE(measure_outages(p, none, h).front().overshoot);
  p.scenario.judge = judged_by::promised;

  CHECK(measure_outages(p, none, h).front().overshoot == 0);
}
