#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// A balancer and three nodes that tell their names.
struct stub_stack {
  static constexpr std::array<std::string_view, 3> answers = {
      "HTTP/1.1 200 OK\r\nX-Node: node-1\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nX-Node: node-2\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nX-Node: node-3\r\nContent-Length: 0\r\n\r\n"};

  stub_balancer balancer;
  std::array<stub_balancer, 3> nodes;

  stub_stack() {
    balancer.start([](std::string_view) {
      return stub_reply{stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
    });
    for (std::size_t i = 0; i < nodes.size(); ++i)
      nodes[i].start([i](std::string_view) { return stub_reply{stub_action::answer, answers[i]}; });
  }

  [[nodiscard]] endpoints where() const {
    auto target = balancer.where();
    for (std::size_t i = 0; i < nodes.size(); ++i)
      target.nodes.push_back({"node-" + std::to_string(i + 1), nodes[i].where().balancer});
    return target;
  }
};

planned_phase steady(connect_to to, std::uint32_t keys) {
  planned_phase planned;
  planned.kind = "steady";
  planned.connections = 7;
  planned.keys.count = keys;
  planned.load = paced_load{{1000, 1s}, 90};
  planned.length = 90ms;
  planned.connect = to;
  return planned;
}

std::string node_of(history const& h, operation const& op) {
  return op.node == no_node ? "none" : h.nodes[op.node];
}

}  // namespace

TEST_CASE("requests that go to the nodes in turn alternate, whatever the threads", "[load]") {
  auto const threads = GENERATE(1, 2, 3);
  CAPTURE(threads);
  auto p = patient_plan({"k"});
  p.phases = {steady(connect_to::interleaved, 1)};
  stub_stack stack;
  attacked attack;

  REQUIRE(attack.run(p, stack.where(), threads).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 90);
  CHECK(stack.balancer.accepted() == 0);
  for (std::size_t i = 0; i < h.operations.size(); ++i) {
    auto const index = h.operations[i].intended_ns / 1'000'000;
    CHECK(node_of(h, h.operations[i]) == "node-" + std::to_string(index % 3 + 1));
  }
}

TEST_CASE("a pinned identity is only ever answered by its node", "[load]") {
  auto p = patient_plan({"a", "b", "c", "d", "e"});
  p.phases = {steady(connect_to::pinned, 5)};
  stub_stack stack;
  attacked attack;

  REQUIRE(attack.run(p, stack.where(), 2).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 90);
  for (auto const& op : h.operations)
    CHECK(node_of(h, op) == "node-" + std::to_string(op.key % 3 + 1));
}

TEST_CASE("direct connection i leads to node i mod n", "[load]") {
  auto const threads = GENERATE(1, 2);
  CAPTURE(threads);
  auto p = patient_plan({"k"});
  p.phases = {steady(connect_to::direct, 1)};
  stub_stack stack;
  attacked attack;

  REQUIRE(attack.run(p, stack.where(), threads).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 90);
  std::set<std::uint32_t> used;
  for (auto const& op : h.operations) {
    CHECK(node_of(h, op) == "node-" + std::to_string(op.connection % 3 + 1));
    used.insert(op.connection);
  }
  CHECK(used.size() == 7);
}

TEST_CASE("a gate burst may go straight to the nodes", "[load]") {
  auto p = patient_plan({"k"});
  planned_phase gate;
  gate.connections = 6;
  gate.length = 200ms;
  gate.load = gate_load{1, 200ms, 100ms};
  gate.connect = connect_to::direct;
  p.phases = {gate};
  stub_stack stack;
  attacked attack;

  REQUIRE(attack.run(p, stack.where()).has_value());

  CHECK(count_of(attack.evidence(), outcome::admitted) == 6);
  for (auto const& node : stack.nodes) CHECK(node.requests() == 2);
}

TEST_CASE("phases beside each other send at once, each on its own connections", "[load]") {
  auto p = patient_plan({"k"});
  auto through = steady(connect_to::balancer, 1);
  auto beside = steady(connect_to::direct, 1);
  beside.pool = 1;
  p.phases = {through, beside};
  stub_stack stack;
  attacked attack;

  REQUIRE(attack.run(p, stack.where()).has_value());

  auto const h = attack.evidence();
  CHECK(stack.balancer.requests() == 90);
  CHECK(stack.balancer.accepted() == 7);
  std::map<std::uint16_t, std::int64_t> last_due;
  for (auto const& op : h.operations) {
    last_due[op.phase] = std::max(last_due[op.phase], op.intended_ns);
    CHECK((op.connection < 7) == (op.phase == 0));
  }
  CHECK(last_due == std::map<std::uint16_t, std::int64_t>{{0, 89'000'000}, {1, 89'000'000}});
}

TEST_CASE("an attack on nodes whose addresses are not known is refused", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(connect_to::direct, 1)};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{}; });
  attacked attack;

  auto const refused = attack.run(p, balancer.where());

  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::stack_failed);
  CHECK_THAT(refused.error().what, Catch::Contains("does not tell their addresses"));
}

TEST_CASE("requests that pick their node need a connection to each", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(connect_to::interleaved, 1)};
  p.phases[0].connections = 2;
  stub_stack stack;
  attacked attack;

  auto const refused = attack.run(p, stack.where());

  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().what, Catch::Contains("2 connections to the 3 nodes"));
}
