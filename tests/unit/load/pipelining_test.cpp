#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <map>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view admitted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

stub_reply reply_to(std::string_view key) {
  if (key == "denied")
    return {stub_action::answer, "HTTP/1.1 429 No\r\nContent-Length: 4\r\n\r\nwait"};
  if (key == "trickled") return {stub_action::trickle, admitted};
  if (key == "reset") return {stub_action::reset, ""};
  if (key == "last")
    return {stub_action::answer_close,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"};
  return {stub_action::answer, admitted};
}

planned_phase paced(std::uint64_t requests, std::uint32_t pipeline, std::uint32_t keys) {
  planned_phase planned;
  planned.kind = "steady";
  planned.connections = 2;
  planned.keys.count = keys;
  planned.load = paced_load{.rate = {1000, 1s}, .requests = requests, .pipeline = pipeline};
  planned.length = std::chrono::milliseconds(requests);
  return planned;
}

/// Outcomes of the operations, in the order of their keys.
std::vector<outcome> outcomes_by_key(history const& h) {
  std::map<std::uint32_t, outcome> by_key;
  for (auto const& op : h.operations) by_key[op.key] = op.result;
  std::vector<outcome> results;
  for (auto const& [unused, result] : by_key) results.push_back(result);
  return results;
}

}  // namespace

TEST_CASE("requests of a pipeline come in one piece, and each gets its own answer", "[load]") {
  auto p = patient_plan({"first", "denied", "trickled", "fourth"});
  p.phases = {paced(40, 4, 4)};
  stub_balancer balancer;
  balancer.start(reply_to);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  REQUIRE(h.operations.size() == 40);
  CHECK(balancer.most_together() == 4);
  CHECK(balancer.accepted() == 2);
  for (auto const& op : h.operations) {
    CHECK(op.result == (op.key == 1 ? outcome::denied : outcome::admitted));
    CHECK(op.sent_ns >= op.intended_ns);
    CHECK(op.received_ns > op.sent_ns);
    CHECK(op.intended_ns % 4'000'000 == 0);
  }
}

TEST_CASE("a closed loop sends its next pipeline when the last one is answered", "[load]") {
  auto p = patient_plan({"k"});
  planned_phase loop;
  loop.kind = "closed-loop";
  loop.connections = 3;
  loop.length = 50ms;
  loop.load = closed_load{16};
  p.phases = {loop};
  stub_balancer balancer;
  balancer.start(reply_to);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where(), 2).has_value());

  auto const h = attack.evidence();
  CHECK(balancer.most_together() == 16);
  CHECK(h.operations.size() % 16 == 0);
  CHECK(count_of(h, outcome::admitted) == static_cast<std::int64_t>(h.operations.size()));
  CHECK(balancer.requests() == h.operations.size());
}

TEST_CASE("what stood behind a request whose connection was lost is unknown", "[load]") {
  auto p = patient_plan({"first", "reset", "third", "fourth"});
  p.phases = {paced(4, 4, 4)};
  stub_balancer balancer;
  balancer.start(reply_to);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const results = outcomes_by_key(attack.evidence());
  REQUIRE(results.size() == 4);
  // The first answer may be lost with the reset that follows it.
  CHECK((results[0] == outcome::admitted || results[0] == outcome::unknown));
  for (std::size_t i = 1; i < 4; ++i) CHECK(results[i] == outcome::unknown);
}

TEST_CASE("what stood behind the last request a server takes is unknown", "[load]") {
  auto p = patient_plan({"first", "last", "third"});
  p.phases = {paced(3, 3, 3)};
  stub_balancer balancer;
  balancer.start(reply_to);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(outcomes_by_key(attack.evidence()) ==
        std::vector<outcome>{outcome::admitted, outcome::admitted, outcome::unknown});
}

TEST_CASE("answers to HEAD have no body, alone and between others", "[load]") {
  auto const pipeline = GENERATE(1u, 6u);
  CAPTURE(pipeline);
  auto p = patient_plan({"k"});
  p.phases = {paced(60, pipeline, 1)};
  p.phases[0].requests = {{"GET", "HEAD", "POST"}, {"/a", "//a"}, {"X-Forwarded-For: 1.2.3.4"}};
  stub_balancer balancer;
  balancer.start(reply_to);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(count_of(h, outcome::admitted) == 60);
  CHECK(balancer.accepted() == 2);
  std::map<int, int> variants;
  for (auto const& op : h.operations) ++variants[op.variant];
  CHECK(variants == std::map<int, int>{{0, 10}, {1, 10}, {2, 10}, {3, 10}, {4, 10}, {5, 10}});
}
