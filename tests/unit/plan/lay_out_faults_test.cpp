#include "harness/plan/lay_out_faults.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

scenario suffering(std::vector<fault> faults) {
  scenario s;
  s.name = "sample";
  s.stack.nodes = 2;
  s.faults = std::move(faults);
  return s;
}

std::string refusal_of(std::vector<fault> faults) {
  auto const laid_out = lay_out_faults(suffering(std::move(faults)), 10s);
  if (laid_out) return "";
  CHECK(laid_out.error().code == errc::bad_file);
  return laid_out.error().what;
}

}  // namespace

TEST_CASE("faults come in order of their times, and at one time as they are listed", "[plan]") {
  fault const late{5s, fault_action::restart, "node-1"};
  fault const first{1s, fault_action::kill, "node-1"};
  fault const second{1s, fault_action::flush, "store"};

  CHECK(lay_out_faults(suffering({late, first, second}), 10s).value() ==
        std::vector<fault>{first, second, late});
}

TEST_CASE("a fault of all nodes is one of each in turn", "[plan]") {
  fault const all{1s, fault_action::clock, "nodes", -3s};

  CHECK(lay_out_faults(suffering({all}), 10s).value() ==
        std::vector<fault>{{1s, fault_action::clock, "node-1", -3s},
                           {1s, fault_action::clock, "node-2", -3s}});
}

TEST_CASE("a fault that comes after the attack is refused", "[plan]") {
  CHECK(refusal_of({{10s, fault_action::kill, "store"}}).empty());
  CHECK(
      refusal_of({{10s + 1ns, fault_action::kill, "store"}}) ==
      "planning scenario sample: the fault \"kill\" of store at 10001 ms comes when the attack is "
      "over; let it come sooner or attack longer");
}

TEST_CASE("only a way that was spoiled can be healed, once", "[plan]") {
  fault const slow{1s, fault_action::slow, "store", 0s, 60ms};
  fault const cut{2s, fault_action::blackhole, "store"};
  fault const heal{3s, fault_action::heal, "store"};

  CHECK(refusal_of({slow, cut, heal}).empty());
  CHECK(refusal_of({{1s, fault_action::kill, "store"}, cut}).empty());
  CHECK(
      refusal_of({heal}) ==
      "planning scenario sample: the fault \"heal\" of store at 3000 ms cannot happen, as the way "
      "there is whole by then; change the order of the faults");
  CHECK_THAT(refusal_of({cut, heal, {4s, fault_action::heal, "store"}}),
             Catch::Contains("is whole"));
}

TEST_CASE("what cannot happen to a target in its state is refused", "[plan]") {
  fault const kill{1s, fault_action::kill, "node-1"};
  fault const stop{1s, fault_action::stop, "node-1"};

  CHECK(
      refusal_of({kill, {2s, fault_action::stop, "node-1"}}) ==
      "planning scenario sample: the fault \"stop\" of node-1 at 2000 ms cannot happen, as it has "
      "been killed by then; change the order of the faults");
  CHECK_THAT(refusal_of({kill, {2s, fault_action::kill, "node-1"}}), Catch::Contains("killed by"));
  CHECK_THAT(refusal_of({kill, {2s, fault_action::resume, "node-1"}}),
             Catch::Contains("killed by"));
  CHECK_THAT(refusal_of({kill, {2s, fault_action::clock, "node-1", 1s}}),
             Catch::Contains("has been killed by then"));
  CHECK_THAT(refusal_of({{2s, fault_action::resume, "node-1"}}), Catch::Contains("is running"));
  CHECK_THAT(refusal_of({stop, {2s, fault_action::stop, "nodes"}}), Catch::Contains("is stopped"));
  CHECK_THAT(refusal_of({{1s, fault_action::stop, "store"}, {2s, fault_action::flush, "store"}}),
             Catch::Contains("is stopped"));
}

TEST_CASE("what a restart has put right can happen again", "[plan]") {
  fault const kill{1s, fault_action::kill, "node-1"};
  fault const restart{2s, fault_action::restart, "node-1"};

  CHECK(refusal_of({kill, restart, {3s, fault_action::kill, "node-1"}}).empty());
  CHECK(refusal_of({{1s, fault_action::stop, "store"},
                    {2s, fault_action::kill, "store"},
                    {3s, fault_action::restart, "store"},
                    {4s, fault_action::flush_scripts, "store"}})
            .empty());
  CHECK(refusal_of({kill, {2s, fault_action::stop, "node-2"}}).empty());
}
