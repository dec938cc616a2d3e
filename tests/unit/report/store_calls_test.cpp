#include "harness/report/store_calls.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

using command_counts = decltype(store_figures::commands);

std::optional<std::int64_t> calls_of(command_counts commands,
                                     std::int64_t sent,
                                     std::vector<injection> const& faults = {}) {
  store_figures store;
  store.commands = std::move(commands);
  return store_calls_milli(store, sent, faults);
}

injection done_to(std::string const& target, fault_action action) {
  return {{duration(1), action, target}, 1, 2};
}

}  // namespace

TEST_CASE("a script's run is one call, whatever commands it makes in the store", "[report]") {
  CHECK(calls_of({{"evalsha", 500}, {"hmget", 500}, {"time", 500}, {"script|load", 3}}, 1000) ==
        500);
  CHECK(calls_of({{"eval", 20}, {"evalsha", 30}, {"incr", 20}}, 100) == 500);
}

TEST_CASE("where no script decides every command is a call, but for those that look", "[report]") {
  CHECK(calls_of({{"incr", 100}, {"expire", 50}, {"ping", 7}, {"info", 1}}, 100) == 1500);
}

TEST_CASE("calls for each request are never told fewer than they were", "[report]") {
  CHECK(calls_of({{"evalsha", 1}}, 3) == 334);
  CHECK(calls_of({{"evalsha", 1}}, 1'000'000) == 1);
  CHECK(calls_of({{"ping", 7}}, 10) == 0);
}

TEST_CASE("without a store or a request there are no calls for each request", "[report]") {
  CHECK_FALSE(store_calls_milli(std::nullopt, 10, {}));
  CHECK_FALSE(calls_of({}, 10));
  CHECK_FALSE(calls_of({{"evalsha", 1}}, 0));
}

TEST_CASE("a store that was restarted has not counted all calls, so nobody knows them",
          "[report]") {
  command_counts const counted{{"evalsha", 500}};

  CHECK_FALSE(calls_of(counted, 1000, {done_to("store", fault_action::restart)}));
  CHECK_FALSE(
      calls_of(counted,
               1000,
               {done_to("store", fault_action::kill), done_to("store", fault_action::restart)}));
  CHECK(calls_of(counted, 1000, {done_to("store", fault_action::flush)}) == 500);
  CHECK(calls_of(counted, 1000, {done_to("node-1", fault_action::restart)}) == 500);
}
