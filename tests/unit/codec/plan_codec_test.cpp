#include "harness/codec/plan_codec.hpp"

#include "harness/codec/decode_scenario.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

namespace {

plan full_plan() {
  plan p;
  p.scenario = decode_scenario(full_scenario().dump(), "x.json").value();
  p.keys = {"attacker", "user-0", "user-1", "user-2", "b c"};
  planned_phase steady{.kind = "steady",
                       .length = 8s,
                       .connections = 48,
                       .keys = {.first = 1, .count = 3, .random = true, .seed = 1ULL << 63U},
                       .load = paced_load{rate{5, 250ms}, 160}};
  planned_phase closed{.kind = "closed-loop",
                       .start = 8s,
                       .length = 1500ms + 1ns,
                       .connections = 4096,
                       .keys = {.first = 4, .count = 2, .members = {4, 0}},
                       .load = closed_load{}};
  planned_phase drawn{.kind = "steady",
                      .keys = {.count = 5, .random = true, .zipf_permille = 1100, .seed = 3},
                      .load = paced_load{rate{10, 1s}, 90, arrivals::poisson, 1ULL << 63U, 4},
                      .pool = 1,
                      .connect = connect_to::direct,
                      .requests = {{"HEAD"}, {"/a", "//a"}, {"X-Real-Ip: 1"}, true},
                      .cost = 1'000'000};
  planned_phase ramp{.kind = "ramp",
                     .keys = {},
                     .load = ramp_load{rate{1, 1h}, rate{1000, 1h}, 8s, 5},
                     .pool = 2,
                     .connect = connect_to::pinned};
  planned_phase slow{.kind = "slow", .keys = {}, .load = slow_load{50ms}};
  planned_phase piped{.kind = "closed-loop", .keys = {}, .load = closed_load{64}};
  p.phases = {steady, closed, drawn, ramp, slow, piped};
  for (auto& planned : p.phases)
    planned.number = static_cast<std::uint32_t>(&planned - p.phases.data() + 1);
  p.request_timeout = 1234ms;
  p.late_limit = 0ms;
  p.faults = {{1s, fault_action::restart, "node-1"},
              {2s, fault_action::clock, "node-2", -1ns},
              {3s, fault_action::slow, "store", 0s, 60ms, 5ms},
              {4s, fault_action::narrow, "store", 0s, 0s, 0s, {5, 250ms}}};
  return p;
}

plan round_trip(plan const& p) {
  return decode_plan(encode_plan(p), "plan.json").value();
}

std::string refusal_with(std::string const& pointer, ordered_json const& value) {
  auto const document = with(ordered_json::parse(encode_plan(full_plan())), pointer, value);
  auto const decoded = decode_plan(document.dump(), "plan.json");
  return decoded ? "" : decoded.error().what;
}

}  // namespace

TEST_CASE("a plan survives being written and read", "[codec]") {
  CHECK(round_trip(full_plan()) == full_plan());
}

TEST_CASE("a plan keeps a scenario as the command line narrowed it", "[codec]") {
  auto p = full_plan();
  p.scenario.limiters = {"naive"};

  CHECK(round_trip(p) == p);
}

TEST_CASE("a plan keeps bounds of every size exactly", "[codec]") {
  auto p = full_plan();
  for (double const bound : {0.0, 0.1, 1.0 / 3, 1e15, 9007199254740993.0, 1e300, 5e-324}) {
    p.scenario.expect["naive"] = {expected_range{figure::admitted, bound, bound},
                                  expected_range{figure::denied, bound, std::nullopt}};
    CHECK(round_trip(p) == p);
  }
}

TEST_CASE("a run of uniform keys is one line of the file", "[codec]") {
  auto p = full_plan();
  p.keys.clear();
  for (int i = 0; i < 100'000; ++i) p.keys.push_back("user-" + std::to_string(i));

  CHECK(encode_plan(p).size() < 10'000);
  CHECK(round_trip(p) == p);
}

TEST_CASE("identities that only look like a run survive too", "[codec]") {
  auto p = full_plan();
  p.keys = {"-0", "-1", "a -0", "a -1", "user-0", "user-2", "user-1", "user-0", "x-00", "x-01"};

  CHECK(round_trip(p) == p);
}

TEST_CASE("a plan whose keys lead out of its identities is refused", "[codec]") {
  CHECK(refusal_with("/phases/0/keys/first", 5) ==
        "plan.json: at /phases/0/keys/first: found 5, expected a whole number from 0 to 4");
  CHECK(refusal_with("/phases/0/keys/count", 5) ==
        "plan.json: at /phases/0/keys/count: found 5, expected a whole number from 1 to 4");
  CHECK(refusal_with("/phases/1/keys/members/1", 5) ==
        "plan.json: at /phases/1/keys/members/1: found 5, expected a whole number from 0 to 4");
  CHECK(refusal_with("/phases/1/keys/count", 3) ==
        "plan.json: at /phases/1/keys/count: found 3, expected a whole number from 2 to 2");
}

TEST_CASE("a plan of another format is refused", "[codec]") {
  CHECK_THAT(refusal_with("/schema", "limitproof.plan/2"),
             Catch::Contains("expected one of: limitproof.plan/1"));
  CHECK_THAT(refusal_with("/phases/1/load/rate", "5/s"), Catch::Contains("unknown key \"rate\""));
  CHECK_THAT(refusal_with("/phases/1/phase", "burst"),
             Catch::Contains("steady, ramp, closed-loop"));
  CHECK_THAT(refusal_with("/scenario/policy/0/limit", 0),
             Catch::Contains("/scenario/policy/0/limit"));
}
