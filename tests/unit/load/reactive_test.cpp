#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view come_back =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";

stub_reply deny(std::string_view) {
  return {stub_action::answer, come_back};
}

plan clients(std::uint32_t count, reactive_load const& load, duration length) {
  auto p = patient_plan({"k"});
  planned_phase reactive;
  reactive.kind = "reactive";
  reactive.connections = count;
  reactive.keys.seed = 7;
  reactive.length = length;
  reactive.load = load;
  p.phases = {reactive};
  return p;
}

/// From each answer to when the same client's next request was due, ns.
std::vector<std::int64_t> waits_of(history const& h) {
  std::map<std::uint32_t, std::int64_t> answered;
  std::vector<std::int64_t> waits;
  for (auto const& op : h.operations) {
    if (answered.contains(op.connection)) waits.push_back(op.intended_ns - answered[op.connection]);
    answered[op.connection] = op.received_ns;
  }
  return waits;
}

history attack_denying_balancer(plan const& p) {
  stub_balancer balancer;
  balancer.start(deny);
  attacked attack;
  REQUIRE(attack.run(p, balancer.where()).has_value());
  return attack.evidence();
}

}  // namespace

TEST_CASE("a client that obeys comes back as late as it was told, and not before", "[load]") {
  auto const h = attack_denying_balancer(clients(3, {obedience::exactly, 0s, 0s}, 3s));

  auto const waits = waits_of(h);
  REQUIRE_FALSE(waits.empty());
  for (auto const wait : waits) CHECK(wait == 1'000'000'000);
  for (auto const& op : h.operations) CHECK(op.sent_ns >= op.intended_ns);
}

TEST_CASE("jitter spreads the clients after the time they were told", "[load]") {
  auto const h = attack_denying_balancer(clients(20, {obedience::exactly, 0s, 1s}, 4s));

  auto const waits = waits_of(h);
  REQUIRE(waits.size() > 10);
  for (auto const wait : waits) {
    CHECK(wait >= 1'000'000'000);
    CHECK(wait < 2'000'000'000);
  }
  auto const [least, most] = std::minmax_element(waits.begin(), waits.end());
  CHECK(*most - *least > 200'000'000);
}

TEST_CASE("a client that comes early or does not obey only pauses", "[load]") {
  auto const obeys = GENERATE(obedience::early, obedience::never);
  CAPTURE(to_name(obeys));
  auto const h = attack_denying_balancer(clients(2, {obeys, 20ms, 0s}, 400ms));

  auto const waits = waits_of(h);
  REQUIRE(waits.size() > 4);
  for (auto const wait : waits) CHECK(wait == 20'000'000);
}

TEST_CASE("a client whose connection is lost comes back on another one", "[load]") {
  auto const p = clients(1, {obedience::never, 10ms, 0s}, 300ms);
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::answer_close, come_back}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(attack.evidence().operations.size() > 2);
  CHECK(balancer.accepted() > 2);
}

TEST_CASE("clients that still wait when their phase ends leave their connections to the next phase",
          "[load]") {
  auto p = clients(2, {obedience::exactly, 0s, 0s}, 200ms);
  auto next = clients(2, {obedience::never, 20ms, 0s}, 300ms).phases.front();
  next.start = 200ms;
  p.phases.push_back(next);

  auto const h = attack_denying_balancer(p);

  auto const sent = std::count_if(
      h.operations.begin(), h.operations.end(), [](auto const& op) { return op.phase == 1; });
  CHECK(sent > 4);
}
