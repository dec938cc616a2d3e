#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

stub_reply admit(std::string_view) {
  return {stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
}

planned_phase gate(std::uint64_t rounds, std::uint32_t connections) {
  planned_phase planned;
  planned.kind = "gate";
  planned.connections = connections;
  planned.keys.count = static_cast<std::uint32_t>(rounds);
  planned.keys.each = connections;
  planned.length = rounds * 200ms;
  planned.load = gate_load{rounds, 200ms, 100ms};
  return planned;
}

}  // namespace

TEST_CASE("a gate burst lies before the balancer but for its last bytes, and goes at once",
          "[load]") {
  auto const threads = GENERATE(1, 3);
  CAPTURE(threads);
  auto p = patient_plan({"first", "second", "third"});
  p.phases = {gate(3, 8)};
  stub_balancer balancer;
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where(), threads).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 24);
  CHECK(count_of(h, outcome::admitted) == 24);
  CHECK(balancer.requests() == 24);
  CHECK(balancer.most_held() == 8);
  CHECK(balancer.accepted() == 8);
  for (auto const& op : h.operations) {
    auto const round = std::int64_t{op.key};
    CHECK(op.intended_ns == round * 200'000'000 + 100'000'000);
    CHECK(op.sent_ns >= op.intended_ns);
    CHECK(op.received_ns > op.sent_ns);
  }
}

TEST_CASE("a connection that is lost while its request is held takes no part in that round",
          "[load]") {
  auto p = patient_plan({"lost", "kept"});
  p.phases = {gate(2, 4)};
  stub_balancer balancer;
  balancer.hang_up_on_part_of("lost");
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 8);
  CHECK(balancer.requests() == 4);
  for (auto const& op : h.operations)
    CHECK(op.result == (op.key == 0 ? outcome::not_sent : outcome::admitted));
}

TEST_CASE("a steady phase may use the connections that a gate left", "[load]") {
  auto p = patient_plan({"k"});
  planned_phase steady;
  steady.start = 200ms;
  steady.length = 50ms;
  steady.connections = 4;
  steady.load = paced_load{{1000, 1s}, 50};
  p.phases = {gate(1, 4), steady};
  stub_balancer balancer;
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(count_of(attack.evidence(), outcome::admitted) == 54);
  CHECK(balancer.accepted() == 4);
}
