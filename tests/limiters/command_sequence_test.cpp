// What is sent for a request, step by step, and what the replies are read as.
#include "limiters/command_sequence.hpp"

#include "tests/limiters/sample_manifest.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;
using commands = std::vector<words>;

std::vector<limit> const five_a_minute{{5, 60s, 5}};

limit_request request_of(std::int64_t cost = 1) {
  return {"client:1", five_a_minute, permits{cost}, node_time(1'700'000'012'345'678us)};
}

command_sequence sequence_of(std::string const& members) {
  auto const manifest = decode_manifest(commands_text(members), "limiter.json");
  return command_sequence::compile(manifest.value()).value();
}

std::string const read_then_write = R"json("keys": ["k:{{id}}"],
  "steps": [[{"command": "GET", "argv": [{"key": 0}], "as": "used", "reply": "decimal?"}],
            [{"command": "SET", "argv": [{"key": 0}, "if(used is nil, cost, used + cost)"],
              "when": "used is nil or used < limit", "as": "stored", "reply": "text?"},
             {"command": "INCR", "argv": [{"text": "denied"}],
              "when": "used is not nil and used >= limit"}]],
  "decision": {"admitted": "stored is not nil", "remaining": "if(used is nil, 4, 5 - used)"})json";

redis_reply status(std::string text) {
  return {redis_reply::kind::status, 0, std::move(text), {}};
}

redis_reply failure(std::string text) {
  return {redis_reply::kind::error, 0, std::move(text), {}};
}

}  // namespace

TEST_CASE("a nil reply is nil in the steps and in the decision", "[limiter]") {
  auto sequence = sequence_of(read_then_write);
  auto progress = sequence.begin(request_of(2));

  CHECK(sequence.write(0, progress).value() == commands{words{"GET", "k:{client%3A1}"}});
  REQUIRE(sequence.read(0, {redis_reply{}}, progress).has_value());
  CHECK(sequence.write(1, progress).value() == commands{words{"SET", "k:{client%3A1}", "2"}});
  REQUIRE(sequence.read(1, {status("OK")}, progress).has_value());

  auto const made = sequence.decide(progress).value();
  CHECK(made.admitted);
  CHECK(made.remaining == 4);
}

TEST_CASE("a command without its condition is not sent, and its reply is nil", "[limiter]") {
  auto sequence = sequence_of(read_then_write);
  auto progress = sequence.begin(request_of());

  REQUIRE(sequence.write(0, progress).has_value());
  REQUIRE(sequence.read(0, {text_reply("5")}, progress).has_value());
  CHECK(sequence.write(1, progress).value() == commands{words{"INCR", "denied"}});
  REQUIRE(sequence.read(1, {integer_reply(1)}, progress).has_value());

  CHECK_FALSE(sequence.decide(progress).value().admitted);
}

TEST_CASE("a step of which nothing is due sends nothing", "[limiter]") {
  auto sequence = sequence_of(R"("keys": ["k"],
    "steps": [[{"command": "DEL", "argv": [{"key": 0}], "when": "cost > 1",
                "as": "gone", "reply": "integer"}]],
    "decision": {"admitted": "gone is nil"})");
  auto progress = sequence.begin(request_of(1));
  CHECK(sequence.write(0, progress).value().empty());
  REQUIRE(sequence.read(0, {}, progress).has_value());
  CHECK(sequence.decide(progress).value().admitted);

  auto charged = sequence.begin(request_of(2));
  CHECK(sequence.write(0, charged).value().size() == 1);
}

// The calling convention of the redis-cell module.
TEST_CASE("one command that decides by itself is read like a script", "[limiter]") {
  auto sequence = sequence_of(R"json("keys": ["{id}"],
    "steps": [[{"command": "CL.THROTTLE",
      "argv": [{"key": 0}, "burst - 1", "limit", "per_s", "cost"], "as": "told",
      "reply": ["integer", "integer", "integer", "integer", "integer"]}]],
    "decision": {"admitted": "told[0] == 0", "limit": "told[1]", "remaining": "told[2]",
      "retry_after": {"value": "told[3]", "unit": "s", "none": -1},
      "reset_after": {"value": "told[4]", "unit": "s"}})json");
  auto progress = sequence.begin(request_of());

  CHECK(sequence.write(0, progress).value() ==
        commands{words{"CL.THROTTLE", "client%3A1", "4", "5", "60", "1"}});
  auto const told = list_reply(
      {integer_reply(1), integer_reply(5), integer_reply(0), integer_reply(11), integer_reply(58)});
  REQUIRE(sequence.read(0, {told}, progress).has_value());

  auto const made = sequence.decide(progress).value();
  CHECK_FALSE(made.admitted);
  CHECK(made.limit == 5);
  CHECK(made.retry_after == 11s);
  CHECK(made.reset_after == 58s);
}

TEST_CASE("a reply that is not as declared names its command", "[limiter]") {
  auto sequence = sequence_of(read_then_write);
  auto const failure_of = [&](redis_reply const& reply) {
    auto progress = sequence.begin(request_of());
    REQUIRE(sequence.write(0, progress).has_value());
    auto const read = sequence.read(0, {reply}, progress);
    REQUIRE(read.has_error());
    CHECK_THAT(read.error().what, Catch::Contains("at /steps/0/0, GET"));
    return read.error();
  };
  CHECK(failure_of(text_reply("many")).code == errc::script_error);
  CHECK(failure_of(list_reply({})).code == errc::script_error);
  CHECK(failure_of(failure("WRONGTYPE no")).code == errc::script_error);
  CHECK(failure_of(failure("LOADING soon")).code == errc::store_unavailable);
}

TEST_CASE("an error reply counts where nobody reads the reply, too", "[limiter]") {
  auto sequence = sequence_of(read_then_write);
  auto progress = sequence.begin(request_of());
  REQUIRE(sequence.write(0, progress).has_value());
  REQUIRE(sequence.read(0, {text_reply("5")}, progress).has_value());
  REQUIRE(sequence.write(1, progress).has_value());

  auto const read = sequence.read(1, {failure("ERR not an integer")}, progress);

  REQUIRE(read.has_error());
  CHECK_THAT(read.error().what, Catch::Contains("at /steps/1/1, INCR"));
}

TEST_CASE("an argument or a condition without a value says where it stands", "[limiter]") {
  auto sequence = sequence_of(R"("keys": ["k"],
    "steps": [[{"command": "GET", "argv": [{"key": 0}], "as": "used", "reply": "decimal?"}],
              [{"command": "SET", "argv": [{"key": 0}, "used + 1"]}],
              [{"command": "DEL", "argv": [{"key": 0}], "when": "used > 1"}]],
    "decision": {"admitted": "used == 1"})");
  auto progress = sequence.begin(request_of());
  REQUIRE(sequence.write(0, progress).has_value());
  REQUIRE(sequence.read(0, {redis_reply{}}, progress).has_value());

  auto const argument = sequence.write(1, progress);
  REQUIRE(argument.has_error());
  CHECK(argument.error().code == errc::script_error);
  CHECK_THAT(argument.error().what, Catch::Contains("at /steps/1/0") && Catch::Contains("nil"));
  auto const condition = sequence.write(2, progress);
  REQUIRE(condition.has_error());
  CHECK_THAT(condition.error().what, Catch::Contains("at /steps/2/0/when"));
}
