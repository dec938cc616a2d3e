#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

stub_reply admit(std::string_view) {
  return {stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
}

planned_phase slow(duration pause, duration length) {
  planned_phase planned;
  planned.kind = "slow";
  planned.connections = 4;
  planned.length = length;
  planned.load = slow_load{pause};
  return planned;
}

}  // namespace

TEST_CASE("a request that is never whole is not decided, and no server sees it", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {slow(10ms, 100ms)};  // ten bytes
  stub_balancer balancer;
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where(), 2).has_value());

  auto const h = attack.evidence();
  CHECK(h.operations.size() == 4);
  CHECK(count_of(h, outcome::not_decided) == 4);
  CHECK(balancer.requests() == 0);
}

TEST_CASE("a slow request that becomes whole is a request like any", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {slow(1ms, 1s)};
  stub_balancer balancer;
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(static_cast<std::uint64_t>(count_of(h, outcome::admitted)) == balancer.requests());
  CHECK(balancer.requests() > 0);
  CHECK(count_of(h, outcome::unknown) == 0);
  for (auto const& op : h.operations) {
    if (op.result != outcome::admitted) continue;
    // Stamped before its last byte, a request's length of steps after it was begun.
    CHECK(op.sent_ns - op.intended_ns > 50'000'000);
    CHECK(op.received_ns > op.sent_ns);
  }
}

TEST_CASE("a server that hangs up on a slow request leaves it not decided", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {slow(1ms, 500ms)};
  stub_balancer balancer;
  balancer.hang_up_on_part_of("k");
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(balancer.requests() == 0);
  CHECK(h.operations.size() > 4);
  CHECK(count_of(h, outcome::not_decided) == static_cast<std::int64_t>(h.operations.size()));
}
