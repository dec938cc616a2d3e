#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

planned_phase costing(std::int32_t cost, planned_load load) {
  planned_phase planned;
  planned.connections = 2;
  planned.cost = cost;
  planned.length = 50ms;
  planned.load = load;
  return planned;
}

std::int64_t costing(history const& h, std::uint16_t phase, std::int32_t cost) {
  return std::count_if(h.operations.begin(), h.operations.end(), [&](operation const& op) {
    return op.phase == phase && op.cost == cost;
  });
}

stub_reply admit(std::string_view) {
  return {stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
}

}  // namespace

TEST_CASE("each request is recorded with what its phase costs", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {costing(7, paced_load{rate{1000, 1s}, 50}),
              costing(1, paced_load{rate{1000, 1s}, 50}),
              costing(20, paced_load{rate{1000, 1s}, 48, arrivals::constant, 0, 4}),
              costing(3, gate_load{2, 20ms})};
  for (std::size_t i = 1; i < p.phases.size(); ++i) p.phases[i].start = i * 50ms;
  stub_balancer balancer;
  balancer.start(admit);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(costing(h, 0, 7) == 50);
  CHECK(costing(h, 1, 1) == 50);
  CHECK(costing(h, 2, 20) == 48);
  CHECK(costing(h, 3, 3) == 4);
  CHECK(h.operations.size() == 152);
}

TEST_CASE("a request that could not be sent has its cost too", "[load]") {
  auto p = patient_plan({"k"});
  p.request_timeout = 200ms;
  p.late_limit = 1ms;
  p.phases = {costing(7, paced_load{rate{1000, 1s}, 50})};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::silence, {}}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(count_of(h, outcome::not_sent) > 0);
  CHECK(costing(h, 0, 7) == 50);
}
