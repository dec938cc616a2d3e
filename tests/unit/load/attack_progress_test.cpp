#include "harness/load/attack_progress.hpp"

#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <map>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// Two nodes in turn, the second of which denies; every tenth answer names no node, every
/// eleventh never comes.
stub_reply treat(std::uint64_t request) {
  if (request % 11 == 0) return {stub_action::answer_close, ""};
  if (request % 10 == 0)
    return {stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
  if (request % 2 == 0)
    return {stub_action::answer, "HTTP/1.1 200 OK\r\nX-Node: a\r\nContent-Length: 0\r\n\r\n"};
  return {stub_action::answer,
          "HTTP/1.1 429 Too Many Requests\r\nX-Node: b\r\nContent-Length: 0\r\n\r\n"};
}

planned_phase phase_of(planned_load load, std::int32_t cost = 1) {
  planned_phase planned;
  planned.length = 300ms;
  planned.connections = 4;
  planned.load = std::move(load);
  planned.cost = cost;
  return planned;
}

/// By name; what no node is named for stands under "".
std::map<std::string, answer_counts> answers_in(history const& h) {
  std::map<std::string, answer_counts> by_node;
  for (auto const& op : h.operations) {
    if (op.status == 0) continue;
    auto& of_node = by_node[op.node == no_node ? std::string() : h.nodes[op.node]];
    ++of_node.answered;
    of_node.admitted += op.result == outcome::admitted ? 1 : 0;
    of_node.denied += op.result == outcome::denied ? 1 : 0;
  }
  return by_node;
}

}  // namespace

TEST_CASE("what is shown of an attack is in the end what was recorded of it", "[load]") {
  auto const threads = GENERATE(1, 2);
  auto p = patient_plan({"k"});
  p.phases = {phase_of(paced_load{{1'000, 1s}, 300}, 3)};
  stub_balancer balancer;
  balancer.start([&](std::string_view) { return treat(balancer.requests()); });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where(), threads).has_value());

  auto const h = attack.evidence();
  auto const shown = counts_of(attack.progress);
  CHECK(shown.sent == 300);
  CHECK(shown.admitted == count_of(h, outcome::admitted));
  CHECK(shown.denied == count_of(h, outcome::denied));
  CHECK(shown.unknown == count_of(h, outcome::unknown));
  CHECK(shown.permits == 3 * shown.admitted);
  auto const answers = answers_in(h);
  REQUIRE(shown.nodes.size() == 3);
  for (auto const& [node, counts] : shown.nodes) {
    INFO("node " << node);
    CHECK(counts.answered > 0);
    CHECK(counts.answered == answers.at(node).answered);
    CHECK(counts.admitted == answers.at(node).admitted);
    CHECK(counts.denied == answers.at(node).denied);
  }
  CHECK(shown.nodes.back().node.empty());
}

TEST_CASE("how late an open loop sends is shown, and what it does not send", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {phase_of(paced_load{{1'000, 1s}, 100})};
  // Nobody answers, so that four connections carry four requests and the others never go.
  p.late_limit = 1ms;
  p.request_timeout = 500ms;
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::silence, ""}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  auto const shown = counts_of(attack.progress);
  std::int64_t latest_ns = 0;
  std::int64_t late_ns = 0;
  for (auto const& op : h.operations) {
    if (op.sent_ns == absent) continue;
    late_ns += op.sent_ns - op.intended_ns;
    latest_ns = std::max(latest_ns, op.sent_ns - op.intended_ns);
  }
  CHECK(shown.scheduled == shown.sent);
  CHECK(shown.missed == count_of(h, outcome::not_sent));
  CHECK(shown.missed > 0);
  CHECK(shown.scheduled + shown.missed == 100);
  CHECK(shown.late_ns == late_ns);
  CHECK(shown.latest_ns == latest_ns);
}

TEST_CASE("a closed loop has no schedule to be late for", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {phase_of(closed_load{})};
  stub_balancer balancer;
  balancer.start([&](std::string_view) { return treat(balancer.requests()); });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const shown = counts_of(attack.progress);
  CHECK(shown.sent > 0);
  CHECK(shown.scheduled == 0);
  CHECK(shown.latest_ns == 0);
}

TEST_CASE("what came between two readings leaves out what came before, node by node", "[load]") {
  attack_counts before;
  before.sent = 10;
  before.late_ns = 500;
  before.latest_ns = 400;
  before.nodes = {{"node-1", {6, 2, 4}}, {"", {1, 0, 0}}};
  attack_counts after;
  after.sent = 25;
  after.late_ns = 800;
  after.latest_ns = 400;
  after.nodes = {{"node-1", {9, 3, 6}}, {"node-2", {5, 5, 0}}, {"", {1, 0, 0}}};

  auto const between = since(before, after);

  CHECK(between.sent == 15);
  CHECK(between.late_ns == 300);
  CHECK(between.latest_ns == 400);
  REQUIRE(between.nodes.size() == 3);
  CHECK(between.nodes[0].counts.answered == 3);
  CHECK(between.nodes[0].counts.admitted == 1);
  CHECK(between.nodes[0].counts.denied == 2);
  CHECK(between.nodes[1].counts.answered == 5);
  CHECK(between.nodes[2].counts.answered == 0);
}
