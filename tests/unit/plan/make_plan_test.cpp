#include "harness/plan/make_plan.hpp"

#include "harness/model/due_times.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

steady_phase steady(std::int64_t per_second, duration length, key_pattern keys = one_key{"a"}) {
  return {rate{per_second, 1s}, length, 8, std::move(keys)};
}

scenario attacked_by(std::vector<phase> attack) {
  scenario s;
  s.name = "sample";
  s.why = "A test.";
  s.policy.limits = {limit{50, 1s, 100}};
  s.limiters = {"naive"};
  s.attack = std::move(attack);
  s.seed = 7;
  return s;
}

}  // namespace

TEST_CASE("a steady phase has as many requests as its rate gives in its length", "[plan]") {
  auto const p = make_plan(attacked_by({steady(2000, 8s)})).value();

  REQUIRE(p.phases.size() == 1);
  CHECK(p.phases[0].kind == "steady");
  CHECK(p.phases[0].connections == 8);
  CHECK(std::get<paced_load>(p.phases[0].load) == paced_load{rate{2000, 1s}, 16'000});
  CHECK(p.keys == std::vector<std::string>{"a"});
}

TEST_CASE("a closed-loop phase has no schedule", "[plan]") {
  auto const p = make_plan(attacked_by({closed_loop_phase{3s, 5, one_key{"a"}}})).value();

  CHECK(p.phases[0].kind == "closed-loop");
  CHECK(p.phases[0].length == 3s);
  CHECK(p.phases[0].connections == 5);
  CHECK(std::holds_alternative<closed_load>(p.phases[0].load));
}

TEST_CASE("a planned phase has its number, its policy and what its requests cost", "[plan]") {
  auto first = steady(10, 1s);
  first.manner = {.policy = "login", .cost = 7};
  auto second = gate_phase{};
  second.connections = 2;
  second.every = 1s;
  second.keys = one_key{"a"};
  second.manner = {.requests = {.anonymous = true}, .policy = "api"};

  auto const p = make_plan(attacked_by({first, second})).value();

  CHECK(p.phases[0].number == 1);
  CHECK(p.phases[0].policy == "login");
  CHECK(p.phases[0].cost == 7);
  CHECK(p.phases[1].number == 2);
  CHECK(p.phases[1].policy == "api");
  CHECK(p.phases[1].cost == 1);
  CHECK(p.phases[1].requests.anonymous);
}

TEST_CASE("phases follow each other without a gap", "[plan]") {
  auto const p = make_plan(attacked_by({steady(10, 1500ms),
                                        closed_loop_phase{250ms, 1, one_key{"a"}},
                                        steady(10, 1s)}))
                     .value();

  CHECK(p.phases[0].start == 0s);
  CHECK(p.phases[1].start == 1500ms);
  CHECK(p.phases[2].start == 1750ms);
}

TEST_CASE("a phase beside another begins with it, and the next one when all have ended", "[plan]") {
  auto beside = steady(10, 3s);
  beside.begin = {500ms, {}, true};
  auto const p =
      make_plan(attacked_by({steady(10, 1s), steady(10, 2s), beside, steady(10, 1s)})).value();

  CHECK(p.phases[1].start == 1s);
  CHECK(p.phases[2].start == 1500ms);
  CHECK(p.phases[3].start == 4500ms);
}

TEST_CASE("phases share connections one after another, but not beside each other", "[plan]") {
  auto beside = steady(10, 1s);
  beside.begin.beside = true;
  auto direct = steady(10, 1s);
  direct.manner.connect = connect_to::direct;
  auto const p = make_plan(attacked_by({steady(10, 1s), beside, steady(10, 1s), direct})).value();

  CHECK(p.phases[0].pool == 0);
  CHECK(p.phases[1].pool == 1);
  CHECK(p.phases[2].pool == 0);
  CHECK(p.phases[3].pool == 2);
  CHECK(pools_of(p.phases) == std::vector<connection_pool>{{8, connect_to::balancer},
                                                           {8, connect_to::balancer},
                                                           {8, connect_to::direct}});
}

TEST_CASE("connections of all pools count, as all are open at once", "[plan]") {
  auto many = steady(10, 1s);
  many.connections = 4096;
  auto beside = steady(10, 1s);
  beside.begin.beside = true;

  auto const refused = make_plan(attacked_by({many, beside}));

  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().what, Catch::Contains("4104 connections at once"));
}

TEST_CASE("a ramp has as many requests as its mean rate gives", "[plan]") {
  auto const p =
      make_plan(attacked_by({ramp_phase{{10, 1s}, {30, 1s}, 4s, 2, one_key{"a"}}})).value();

  CHECK(p.phases[0].length == 4s);
  CHECK(std::get<ramp_load>(p.phases[0].load) == ramp_load{{10, 1s}, {30, 1s}, 4s, 80});
}

TEST_CASE("a Poisson phase has those of its drawn requests that fall into its length", "[plan]") {
  auto poisson = steady(1000, 10s);
  poisson.arrivals = arrivals::poisson;
  auto const p = make_plan(attacked_by({poisson})).value();
  auto const load = std::get<paced_load>(p.phases[0].load);

  // 10 000 ± 5 standard deviations.
  CHECK(load.requests > 9'500);
  CHECK(load.requests < 10'500);
  due_times due(load);
  CHECK(due.of(load.requests - 1) < 10s);
  CHECK(due.of(load.requests) >= 10s);
}

TEST_CASE("what a Poisson phase would need too much of is refused without drawing it all",
          "[plan]") {
  auto poisson = steady(10'000'000, 1h);
  poisson.arrivals = arrivals::poisson;
  poisson.rate.per = 1s;

  auto const refused = make_plan(attacked_by({poisson}));

  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().what, Catch::Contains("100000001 requests"));
}

TEST_CASE("how requests look and where they go arrives in the plan", "[plan]") {
  auto phase = steady(10, 1s);
  phase.pipeline = 4;
  phase.manner = {.requests = {{"HEAD"}, {"//"}, {}}, .connect = connect_to::pinned};
  auto const p = make_plan(attacked_by({phase})).value();

  CHECK(p.phases[0].requests == phase.manner.requests);
  CHECK(p.phases[0].connect == connect_to::pinned);
  CHECK(std::get<paced_load>(p.phases[0].load).pipeline == 4);
}

TEST_CASE("a plan keeps the scenario it came from", "[plan]") {
  auto const s = attacked_by({steady(10, 1s)});

  CHECK(make_plan(s).value().scenario == s);
}

TEST_CASE("one scenario and seed make one plan", "[plan]") {
  auto s = attacked_by({steady(10, 1s, uniform_keys{"user", 100}), steady(10, 1s)});

  CHECK(make_plan(s).value() == make_plan(s).value());
}

TEST_CASE("another seed draws other keys, and so does another phase", "[plan]") {
  auto s = attacked_by(
      {steady(10, 1s, uniform_keys{"user", 1000}), steady(10, 1s, uniform_keys{"user", 1000})});
  auto const p = make_plan(s).value();
  s.seed = 8;
  auto const other = make_plan(s).value();

  CHECK(p.phases[0].keys.seed != p.phases[1].keys.seed);
  CHECK(p.phases[0].keys.seed != other.phases[0].keys.seed);
  CHECK(p.phases[1].keys.seed != other.phases[1].keys.seed);
}

TEST_CASE("an attack that cannot be run is refused with its size", "[plan]") {
  struct {
    std::vector<phase> attack;
    std::string sentence;
  } const cases[] = {
      {{steady(1, 30min), steady(1, 30min), steady(1, 1ms)},
       "planning scenario sample: its attack needs 3601 seconds, and at most 3600 can be run; make "
       "it smaller"},
      {{steady(10'000'000, 5s), steady(10'000'000, 5s), steady(1, 1s)},
       "planning scenario sample: its attack needs 100000001 requests, and at most 100000000 can "
       "be run; make it smaller"},
      {{steady(1, 1s), closed_loop_phase{1s, 4097, one_key{"a"}}},
       "planning scenario sample: its attack needs 4097 connections at once, and at most 4096 can "
       "be run; make it smaller"},
      {{steady(1, 1s, uniform_keys{"user", 10'000'000}), steady(1, 1s)},
       "planning scenario sample: its attack needs 10000001 identities, and at most 10000000 can "
       "be run; make it smaller"}};

  for (auto const& refused : cases) {
    auto const planned = make_plan(attacked_by(refused.attack));

    REQUIRE(planned.has_error());
    CHECK(planned.error().code == errc::bad_file);
    CHECK(planned.error().what == refused.sentence);
  }
}

TEST_CASE("the largest attack that can be run is planned", "[plan]") {
  auto const p = make_plan(
      attacked_by({steady(10'000'000, 10s), closed_loop_phase{59min + 50s, 4096, one_key{"a"}}}));

  REQUIRE(p.has_value());
  CHECK(std::get<paced_load>(p->phases[0].load).requests == 100'000'000);
}
