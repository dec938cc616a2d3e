#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t connections = 4;

void answer_always(stub_balancer& service) {
  service.start([](std::string_view) {
    return stub_reply{stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
  });
}

plan limited(planned_load load, duration length, attack_limits const& limits) {
  auto p = patient_plan({"k"});
  planned_phase phase;
  phase.connections = connections;
  phase.length = length;
  phase.load = std::move(load);
  p.phases = {phase};
  p.target = external_target{"localhost", {}, limits};
  return p;
}

}  // namespace

TEST_CASE("no kind of load sends more than the request budget, warm-ups included", "[load]") {
  constexpr std::int64_t budget = 23;
  constexpr std::int64_t left_for_the_attack = budget - connections;
  std::vector<planned_load> const loads = {paced_load{{2000, 1s}, 1000},
                                           closed_load{},
                                           gate_load{8, 60ms, 20ms},
                                           reactive_load{obedience::never, 1ms, 0ms}};
  for (auto const& load : loads) {
    INFO("load " << load.index());
    stub_balancer service;
    answer_always(service);
    attacked attack;

    auto const ended = attack.run(limited(load, 500ms, {budget, {}}), service.where());

    CHECK(ended.value() == attack_end::request_budget);
    CHECK(service.requests() == left_for_the_attack);
    auto const h = attack.evidence();
    CHECK(h.complete);
    CHECK(count_of(h, outcome::admitted) == left_for_the_attack);
  }
}

TEST_CASE("a budget that does not cover the warm-up is refused before a connection is opened",
          "[load]") {
  stub_balancer service;
  answer_always(service);
  attacked attack;

  auto const ended = attack.run(limited(closed_load{}, 1s, {connections, {}}), service.where());

  REQUIRE(ended.has_error());
  CHECK(ended.error().code == errc::bad_usage);
  CHECK(service.accepted() == 0);
}

TEST_CASE("the time limit ends an attack that would go on for an hour", "[load]") {
  stub_balancer service;
  answer_always(service);
  attacked attack;

  auto const ended = attack.run(limited(closed_load{}, 1h, {{}, 200ms}), service.where());

  CHECK(ended.value() == attack_end::time_limit);
  CHECK(attack.evidence().complete);
}

TEST_CASE("the time limit ends a warm-up that nobody answers", "[load]") {
  stub_balancer silent;
  attacked attack;

  auto const ended = attack.run(limited(closed_load{}, 1h, {{}, 100ms}), silent.where());

  CHECK(ended.value() == attack_end::time_limit);
}

TEST_CASE("an attack without limits ends as planned", "[load]") {
  stub_balancer service;
  answer_always(service);
  attacked attack;

  auto const ended = attack.run(limited(paced_load{{1000, 1s}, 20}, 20ms, {}), service.where());

  CHECK(ended.value() == attack_end::planned);
  CHECK(service.requests() == 20);
}
