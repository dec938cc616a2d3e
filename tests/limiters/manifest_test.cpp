#include "limiters/call_writer.hpp"
#include "limiters/key_lifetimes.hpp"
#include "limiters/reply_reader.hpp"
#include "tests/limiters/sample_manifest.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

std::string const call = R"(
  "keys": ["k:{id}"], "argv": ["cost"], "reply": "integer", "decision": {"admitted": "r == 1"})";

std::string refusal(std::string const& text) {
  auto const decoded = decode_manifest(text, "limiter.json");
  if (!decoded) CHECK(decoded.error().code == errc::bad_file);
  return decoded ? "accepted" : decoded.error().what;
}

std::string refusal_of_call(std::string const& members) {
  return refusal(manifest_text(members));
}

std::string file_text(std::string const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("a manifest is decoded whole", "[limiter]") {
  auto const manifest = sample_manifest(call, "sliding_log");
  CHECK(manifest.summary == "a sample");
  CHECK(manifest.kind == limiter_kind::redis_script);
  CHECK(manifest.script == "sample.lua");
  CHECK(manifest.claims.algorithm == algorithm::sliding_log);
  CHECK(manifest.claims.exact);
  CHECK_FALSE(manifest.claims.several_limits);
  CHECK(manifest.call.keys.at(0).pattern == "k:{id}");
}

TEST_CASE("what a manifest may not say is refused where it stands", "[limiter]") {
  CHECK_THAT(refusal_of_call(call + R"(, "argvv": [])"),
             Catch::Contains("/argvv") && Catch::Contains("did you mean \"argv\""));
  CHECK_THAT(refusal_of_call(call + R"(, "library": "x.so")"), Catch::Contains("/library"));
  CHECK_THAT(refusal(R"({"kind": "lua"})"),
             Catch::Contains("at /kind") && Catch::Contains("redis-script"));
  CHECK_THAT(refusal(R"({"kind": "native", "library": "../evil.so"})"),
             Catch::Contains("at /library"));
  CHECK_THAT(
      refusal_of_call(R"("keys": [], "reply": "integer", "decision": {"admitted": "r == 1"})"),
      Catch::Contains("/keys"));
  CHECK_THAT(
      refusal_of_call(R"("keys": ["k"], "reply": "int", "decision": {"admitted": "r == 1"})"),
      Catch::Contains("/reply") && Catch::Contains("integer?"));
  CHECK_THAT(refusal_of_call(R"("keys": ["k"], "reply": "integer")"),
             Catch::Contains("\"decision\" is missing"));
  CHECK_THAT(
      refusal_of_call(
          R"("keys": ["k"], "argv": [{"number": "cost", "decimals": 1.5}], "reply": "integer",
                    "decision": {"admitted": "r == 1"})"),
      Catch::Contains("/argv/0/decimals"));
  CHECK_THAT(refusal_of_call(
                 R"("keys": ["k"], "argv": [{"each_limit": [{"each_limit": ["cost"]}]}],
                    "reply": "integer", "decision": {"admitted": "r == 1"})"),
             Catch::Contains("/argv/0/each_limit/0"));
  CHECK_THAT(refusal_of_call(
                 R"("keys": ["k"], "reply": "integer", "decision": {"admitted": "r == 1",
                    "retry_after": {"value": "r", "unit": "s", "means": "full_again"}})"),
             Catch::Contains("/decision/retry_after/means"));
  CHECK_THAT(refusal_of_call(
                 R"("keys": ["k"], "reply": {"rows": ["integer"]},
                    "decision": {"admitted": "r[0] == 1", "binding_limit": "r[0]"})"),
             Catch::Contains("/decision/binding_limit"));
  CHECK_THAT(refusal_of_call(
                 R"("keys": ["k"], "reply": {"rows": [{"each_limit": "integer"}]},
                    "decision": {"admitted": "r[0] == 1"})"),
             Catch::Contains("/reply/rows/0"));
  CHECK_THAT(refusal_of_call(
                 R"("keys": ["k"], "reply": ["integer", {"each_limit": "int"}],
                    "decision": {"admitted": "r[0] == 1"})"),
             Catch::Contains("/reply/1/each_limit") && Catch::Contains("integer?"));
}

TEST_CASE("every claim must be made, one way or the other", "[limiter]") {
  auto const whole = json::parse(manifest_text(call));
  for (auto const& [claim, value] : whole["claims"].items()) {
    auto without = whole;
    without["claims"].erase(claim);
    CHECK_THAT(refusal(without.dump()), Catch::Contains("at /claims") && Catch::Contains(claim));
  }
}

TEST_CASE("waits are exact where the limiter is, or where it says so", "[limiter]") {
  auto const whole = json::parse(manifest_text(call));
  auto const read = [&whole](json const& claims) {
    auto changed = whole;
    changed["claims"].update(claims);
    return decode_manifest(changed.dump(), "limiter.json");
  };
  auto const waits = [&read](json const& claims) { return read(claims)->claims.exact_waits; };

  CHECK(waits({{"exact", true}, {"retry_after", true}}));
  CHECK_FALSE(waits({{"exact", true}, {"retry_after", false}}));
  CHECK_FALSE(waits({{"exact", false}, {"retry_after", true}}));
  CHECK(waits({{"exact", false}, {"retry_after", true}, {"exact_waits", true}}));
  auto const complaint = [&read](json const& claims) { return read(claims).error().what; };
  CHECK_THAT(complaint({{"retry_after", false}, {"exact_waits", true}}),
             Catch::Contains("at /claims/exact_waits: found true, expected false"));
  CHECK_THAT(complaint({{"exact", true}, {"retry_after", true}, {"exact_waits", false}}),
             Catch::Contains("at /claims/exact_waits: found false, expected true"));
}

TEST_CASE("expressions are compiled at load, and errors name their place", "[limiter]") {
  auto const failure = [](std::string const& members, bool several_limits = false) {
    auto const manifest = sample_manifest(members, "token_bucket", several_limits);
    auto const writer = call_writer::compile(manifest);
    auto const reader = reply_reader::compile(manifest);
    auto const lifetimes = check_lifetime_rules(manifest);
    if (!writer) return writer.error().what;
    if (!reader) return reader.error().what;
    return lifetimes ? std::string("compiled") : lifetimes.error().what;
  };
  std::string const tail = R"("reply": "integer", "decision": {"admitted": "r == 1"})";

  CHECK(failure(call) == "compiled");
  CHECK_THAT(failure(R"("keys": ["k"], "argv": ["cost", "costs"],)" + tail),
             Catch::Contains("at /argv/1"));
  CHECK_THAT(failure(R"("keys": ["k", "{limt_index}"],)" + tail), Catch::Contains("at /keys/1"));
  CHECK_THAT(failure(R"("keys": [{"name": "k", "ttl_ms": "per"}],)" + tail),
             Catch::Contains("at /keys/0/ttl_ms"));
  CHECK_THAT(failure(R"("keys": ["k"], "reply": "integer", "decision": {"admitted": "r[0] == 1"})"),
             Catch::Contains("at /decision/admitted"));
  CHECK_THAT(failure(R"("keys": ["k"], "reply": "integer", "decision": {"admitted": "r == 1",
                        "retry_after": {"value": "rr", "unit": "s"}})"),
             Catch::Contains("at /decision/retry_after/value"));
  CHECK_THAT(failure(R"("keys": ["k"], "argv": ["burst"],)" + tail, true),
             Catch::Contains("put it into each_limit"));
}

TEST_CASE("a life time rule is told for every key it is claimed for", "[limiter]") {
  auto const manifest = sample_manifest(R"(
    "keys": [{"name": "a:{id}", "ttl_ms": "ceil(reset_after_us / 1000) + 1"},
             {"name": "b:{id}:{limit_index}", "each_limit": true, "ttl_ms": "2 * per_ms"}, "c:{id}"],
    "reply": "integer", "decision": {"admitted": "r == 1"})");
  std::vector<limit> const limits{{1, 1s, 1}, {1, 60s, 1}};
  limit_request const request{"x", limits, permits{1}, node_time{}};
  decision made;
  made.reset_after = 1'500'001ns;

  auto const lifetimes = key_lifetimes(manifest, request, made).value();

  REQUIRE(lifetimes.size() == 3);
  CHECK((lifetimes[0].key == "a:x" && lifetimes[0].ttl_ms == 3));
  CHECK((lifetimes[1].key == "b:x:0" && lifetimes[1].ttl_ms == 2'000));
  CHECK((lifetimes[2].key == "b:x:1" && lifetimes[2].ttl_ms == 120'000));
}

// The decoder lists the keys it knows when it meets one it does not: they must be the schema's.
TEST_CASE("the JSON schema knows the same keys as the decoder", "[limiter]") {
  auto const schema = json::parse(file_text(LIMITPROOF_SOURCE "/limiters/limiter.schema.json"));
  auto const keys_of = [](json const& object_schema) {
    std::set<std::string> keys;
    for (auto const& [key, value] : object_schema.at("properties").items()) keys.insert(key);
    return keys;
  };
  auto const keys_told = [](std::string const& sentence) {
    std::set<std::string> keys;
    std::string const mark = "known here: ";
    auto at = sentence.find(mark);
    REQUIRE(at != std::string::npos);
    std::istringstream list(sentence.substr(at + mark.size()));
    for (std::string key; std::getline(list >> std::ws, key, ',');) keys.insert(key);
    return keys;
  };
  auto const whole = json::parse(manifest_text(R"(
    "keys": [{"name": "k", "ttl_ms": "1"}], "argv": [{"number": "cost"}], "reply": {"rows": ["integer"]},
    "decision": {"admitted": "r[0] == 1", "decided_at": {"value": "r[0]", "unit": "s"}},
    "errors": [{"reply_has": "X", "means": "invalid_cost"}])"));

  struct place {
    std::string pointer;
    std::string definition;
  };

  for (auto const& [pointer, definition] : {place{"", "/$defs/script"},
                                            place{"/claims", "/$defs/claims"},
                                            place{"/keys/0", "/$defs/key_object"},
                                            place{"/decision", "/$defs/decision"},
                                            place{"/decision/decided_at", "/$defs/time"},
                                            place{"/errors/0", "/$defs/error"},
                                            place{"/reply", "/$defs/rows"}}) {
    CAPTURE(pointer);
    auto slipped = whole;
    slipped[json::json_pointer(pointer)]["zzzzzzzz"] = 1;
    CHECK(keys_told(refusal(slipped.dump())) == keys_of(schema.at(json::json_pointer(definition))));
  }
  auto const native = R"({"kind": "native", "library": "x.so", "script": "x.lua"})";
  CHECK(keys_told(refusal(native)) == keys_of(schema.at("/$defs/native"_json_pointer)));
}
