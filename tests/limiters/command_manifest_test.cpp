// What a redis-commands manifest may say, and where it is told that it may not.
#include "limiters/command_sequence.hpp"
#include "tests/limiters/sample_manifest.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using nlohmann::json;

namespace {

std::string const decided = R"("decision": {"admitted": "hits <= limit"})";

std::string const counts = R"({"command": "INCR", "argv": [{"key": 0}], "as": "hits",
  "reply": "integer"})";

std::string refusal(std::string const& members) {
  auto const manifest = decode_manifest(commands_text(members), "limiter.json");
  if (!manifest) {
    CHECK(manifest.error().code == errc::bad_file);
    return manifest.error().what;
  }
  auto const sequence = command_sequence::compile(*manifest);
  if (!sequence) CHECK(sequence.error().code == errc::bad_file);
  return sequence ? "accepted" : sequence.error().what;
}

std::string refusal_of_steps(std::string const& steps) {
  return refusal(R"("keys": ["k:{id}"], "steps": )" + steps + ", " + decided);
}

/// `members` are those of a second step's only command, after one that counts.
std::string refusal_of_second(std::string const& members) {
  return refusal_of_steps("[[" + counts + "], [{" + members + "}]]");
}

}  // namespace

TEST_CASE("a manifest of commands is decoded whole", "[limiter]") {
  auto const manifest =
      decode_manifest(commands_text(R"("keys": ["k:{id}"], "steps": [[)" + counts +
                                    R"(], [{"command": "PEXPIRE",
    "argv": [{"key": 0}, "per_ms"], "when": "hits == 1"}]],)" +
                                    decided),
                      "limiter.json")
          .value();

  CHECK(manifest.kind == limiter_kind::redis_commands);
  REQUIRE(manifest.call.steps.size() == 2);
  auto const& first = manifest.call.steps[0].at(0);
  CHECK(first.name == "INCR");
  CHECK(first.as == "hits");
  CHECK_FALSE(first.when.has_value());
  CHECK(std::get<text_argument>(first.arguments.at(0)).pattern == "k:{id}");
  auto const& second = manifest.call.steps[1].at(0);
  CHECK(second.as.empty());
  CHECK(second.when == "hits == 1");
  CHECK(command_sequence::compile(manifest).has_value());
}

TEST_CASE("what a command may not say is refused where it stands", "[limiter]") {
  CHECK_THAT(refusal_of_second(R"("command": "DEL", "args": [])"),
             Catch::Contains("/steps/1/0/args") && Catch::Contains("argv"));
  CHECK_THAT(refusal_of_second(R"("argv": [{"key": 0}])"),
             Catch::Contains("at /steps/1/0") && Catch::Contains("\"command\" is missing"));
  for (auto const* name : {"get", "GET k", "CLIENT REPLY", "1ST"}) {
    CAPTURE(name);
    CHECK_THAT(refusal_of_second(R"("command": ")" + std::string(name) + '"'),
               Catch::Contains("at /steps/1/0/command") && Catch::Contains("in capitals"));
  }
  CHECK_THAT(refusal_of_second(R"("command": "GET", "argv": [{"key": 1}])"),
             Catch::Contains("at /steps/1/0/argv/0/key"));
  CHECK_THAT(refusal_of_second(R"("command": "GET", "argv": [{"each_limit": ["cost"]}])"),
             Catch::Contains("/steps/1/0/argv/0/each_limit"));
  CHECK_THAT(refusal_of_second(R"("command": "GET", "as": "x")"),
             Catch::Contains("at /steps/1/0/as") && Catch::Contains("go together"));
  CHECK_THAT(refusal_of_second(R"("command": "GET", "reply": "integer")"),
             Catch::Contains("at /steps/1/0/reply") && Catch::Contains("go together"));
  CHECK_THAT(refusal_of_second(R"("command": "MGET", "as": "x", "reply": {"rows": ["text"]})"),
             Catch::Contains("at /steps/1/0/reply") && Catch::Contains("takes one limit"));
  CHECK_THAT(refusal_of_steps("[]"), Catch::Contains("at /steps"));
  CHECK_THAT(refusal_of_steps("[[]]"), Catch::Contains("at /steps/0"));
  CHECK_THAT(refusal(R"("keys": ["k", "unused"], "steps": [[)" + counts + "]]," + decided),
             Catch::Contains("at /keys/1") && Catch::Contains("no command uses this key"));
  CHECK_THAT(refusal(R"("keys": ["k"], "argv": ["cost"], "steps": [[)" + counts + "]]," + decided),
             Catch::Contains("/argv"));
}

TEST_CASE("commands take one limit", "[limiter]") {
  auto const steps = R"("steps": [[)" + counts + "]]";
  CHECK_THAT(refusal(R"("keys": [{"name": "k", "each_limit": true}], )" + steps + ", " + decided),
             Catch::Contains("at /keys/0/each_limit"));
  CHECK_THAT(refusal(R"("keys": ["k"], )" + steps +
                     R"(, "decision": {"admitted": "hits == 1", "binding_limit": "hits"})"),
             Catch::Contains("at /decision/binding_limit"));
  auto several = json::parse(commands_text(R"("keys": ["k"], )" + steps + ", " + decided));
  several["claims"]["several_limits"] = true;
  auto const refused = decode_manifest(several.dump(), "limiter.json");
  REQUIRE(refused.has_error());
  CHECK_THAT(refused.error().what, Catch::Contains("at /claims/several_limits"));
}

TEST_CASE("a command that would break the shared connection is refused with the reason",
          "[limiter]") {
  auto const refused = [](std::string const& name) {
    return refusal_of_second(R"("command": ")" + name + '"');
  };
  for (auto const* name : {"SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "MONITOR"})
    CHECK_THAT(refused(name), Catch::Contains("is not answered exactly once"));
  for (auto const* name : {"MULTI", "EXEC", "WATCH"})
    CHECK_THAT(refused(name), Catch::Contains("would take in other requests' commands"));
  for (auto const* name : {"BLPOP", "BZPOPMIN", "WAIT"})
    CHECK_THAT(refused(name), Catch::Contains("can block"));
  for (auto const* name : {"SELECT", "AUTH", "HELLO", "QUIT", "RESET"})
    CHECK_THAT(refused(name), Catch::Contains("changes the connection"));
  CHECK_THAT(refused("CLIENT"), Catch::Contains("at /steps/1/0/command"));
  for (auto const* name : {"SHUTDOWN", "DEBUG"})
    CHECK_THAT(refused(name), Catch::Contains("acts on the whole store"));
}

TEST_CASE("the JSON schema refuses the same commands, and knows the same keys", "[limiter]") {
  std::ifstream file(LIMITPROOF_SOURCE "/limiters/limiter.schema.json");
  auto const schema = json::parse(file);
  auto const& command = schema.at("/$defs/command/properties/command"_json_pointer);
  for (auto const& name : command.at("/not/enum"_json_pointer)) {
    CAPTURE(name);
    CHECK_THAT(refusal_of_second(R"("command": )" + name.dump()),
               Catch::Contains("cannot be part of a limiter"));
  }
  for (auto const* definition : {"/$defs/command", "/$defs/commands"}) {
    bool const is_command = std::string(definition) == "/$defs/command";
    auto const told =
        is_command ? refusal_of_second(R"("command": "DEL", "zzzz": 1)") : refusal(R"("zzzz": 1)");
    std::string known = told.substr(told.find("known here: ") + 12);
    std::set<std::string> keys;
    for (auto const& [key, value] :
         schema.at(json::json_pointer(definition)).at("properties").items())
      keys.insert(key);
    for (auto const& key : keys) CHECK_THAT(known, Catch::Contains(key));
    CHECK(std::count(known.begin(), known.end(), ',') + 1 ==
          static_cast<std::ptrdiff_t>(keys.size()));
  }
}

TEST_CASE("a reply's name is one that expressions can spell, and that nothing else has",
          "[limiter]") {
  auto const named = [](std::string const& as) {
    return refusal_of_second(R"("command": "TTL", "reply": "integer", "as": ")" + as + '"');
  };
  CHECK(named("left_ms") == "accepted");
  for (auto const* as : {"2nd", "a-b", "r[0]", "_x", "nil", "not", "max", "if"}) {
    CAPTURE(as);
    CHECK_THAT(named(as), Catch::Contains("at /steps/1/0/as") && Catch::Contains("a letter, then"));
  }
  CHECK_THAT(named("per_ms"), Catch::Contains("other than those of the request"));
  CHECK_THAT(named("hits"), Catch::Contains("no other command has"));
}

TEST_CASE("expressions know the replies of earlier steps and no others", "[limiter]") {
  auto const later = Catch::Contains("are not there yet");
  CHECK(refusal_of_second(R"("command": "SET", "argv": ["hits"], "when": "hits == 1")") ==
        "accepted");
  CHECK_THAT(refusal_of_steps("[[" + counts + R"(, {"command": "SET", "argv": ["hits"]}]])"),
             Catch::Contains("at /steps/0/1/argv/0") && later);
  CHECK_THAT(refusal_of_steps(R"([[{"command": "DEL", "when": "hits == 1"}], [)" + counts + "]]"),
             Catch::Contains("at /steps/0/0/when") && later);
  CHECK_THAT(refusal_of_second(R"("command": "DEL", "when": "hitz == 1")"),
             Catch::Contains("at /steps/1/0/when") && Catch::Contains("unknown name \"hitz\"") &&
                 Catch::Contains("hits") && !later);
  CHECK_THAT(refusal_of_second(R"("command": "DEL", "when": "hits")"),
             Catch::Contains("expected true or false"));
  CHECK_THAT(refusal(R"("keys": ["{hits}"], "steps": [[)" + counts + "]]," + decided),
             Catch::Contains("at /keys/0"));
  CHECK_THAT(refusal(R"("keys": ["k"], "steps": [[)" + counts +
                     R"(]], "decision": {"admitted": "r == 1"})"),
             Catch::Contains("at /decision/admitted") && Catch::Contains("unknown name \"r\""));
}
