// The calling conventions of scripts that people run, each as a manifest: what is sent for a
// request, and what its answer is read as.
#include "limiters/call_writer.hpp"
#include "limiters/reply_reader.hpp"
#include "tests/limiters/sample_manifest.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::vector<limit> const fifty_a_minute{{50, 60s, 100}};
node_time const now(std::chrono::microseconds(1'700'000'012'345'678));

limit_request request_under(std::vector<limit> const& limits, std::int64_t cost = 1) {
  return {"client:1", limits, permits{cost}, now};
}

written_call written(limiter_manifest const& manifest, limit_request const& request) {
  auto writer = call_writer::compile(manifest);
  return writer.value().write(request).value();
}

decision read(limiter_manifest const& manifest,
              redis_reply const& reply,
              limit_request const& request) {
  auto const reader = reply_reader::compile(manifest);
  return reader.value().read(reply, request).value();
}

using words = std::vector<std::string>;

}  // namespace

TEST_CASE("convention: a GCRA that answers in float strings, -1 for no wait", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["rate:{id}"],
    "argv": ["burst", "limit", {"number": "per_s", "decimals": 6}, "cost"],
    "reply": ["integer", "integer", "decimal", "decimal"],
    "decision": {
      "admitted": "r[0] > 0", "remaining": "r[1]",
      "retry_after": {"value": "r[2]", "unit": "s", "none": -1, "means": "next_allowed"},
      "reset_after": {"value": "r[3]", "unit": "s", "means": "full_again"}})json");
  auto const request = request_under(fifty_a_minute);

  auto const call = written(manifest, request);
  CHECK(call.keys == words{"rate:client%3A1"});
  CHECK(call.arguments == words{"100", "50", "60.000000", "1"});

  auto const denied =
      read(manifest,
           list_reply(
               {integer_reply(0), integer_reply(0), text_reply("1.2"), text_reply("0.3333333333")}),
           request);
  CHECK_FALSE(denied.admitted);
  CHECK(denied.limit == 100);
  CHECK(denied.retry_after == 1200ms);
  CHECK(denied.reset_after == 333'333'334ns);
  auto const admitted =
      read(manifest,
           list_reply({integer_reply(1), integer_reply(99), text_reply("-1"), text_reply("1.2")}),
           request);
  CHECK(admitted.admitted);
  CHECK(admitted.remaining == 99);
  CHECK(admitted.retry_after == 0ns);
}

TEST_CASE("convention: the script counts and the client compares", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["rl:{id}"],
    "argv": [{"text": "0"}, "per_ms"],
    "reply": ["integer", "integer"],
    "decision": {
      "admitted": "r[0] <= limit", "remaining": "max(0, limit - r[0])",
      "reset_after": {"value": "r[1]", "unit": "ms", "means": "window_end"},
      "retry_after": {"value": "r[1]", "unit": "ms", "means": "window_end"}})json",
                                        "fixed_window_first_hit");
  auto const request = request_under(fifty_a_minute);

  CHECK(written(manifest, request).arguments == words{"0", "60000"});
  auto const last = read(manifest, list_reply({integer_reply(50), integer_reply(900)}), request);
  CHECK(last.admitted);
  CHECK(last.remaining == 0);
  auto const over = read(manifest, list_reply({integer_reply(51), integer_reply(900)}), request);
  CHECK_FALSE(over.admitted);
  CHECK(over.limit == 50);
  CHECK(over.retry_after == 900ms);
}

TEST_CASE("convention: windows that the node names, and an empty key", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["p:{id}:{window_index}", "p:{id}:{window_index-1}", {"empty": true}],
    "argv": ["limit", "floor(now_ms)", "per_ms", "cost"],
    "reply": ["integer", "integer"],
    "decision": {
      "admitted": "r[0] >= 0", "limit": "r[1]", "remaining": "max(0, r[0])",
      "reset_after": {"value": "window_start_ms + per_ms", "unit": "ms", "kind": "epoch",
                      "means": "window_end"}})json",
                                        "sliding_counter");
  auto const request = request_under(fifty_a_minute, 3);

  auto const call = written(manifest, request);
  CHECK(call.keys == words{"p:client%3A1:28333333", "p:client%3A1:28333332", ""});
  CHECK(call.arguments == words{"50", "1700000012345", "60000", "3"});
  auto const made = read(manifest, list_reply({integer_reply(-1), integer_reply(50)}), request);
  CHECK_FALSE(made.admitted);
  CHECK(made.remaining == 0);
  CHECK(made.reset_after == 1'700'000'040'000ms - 1'700'000'012'345'678us);
}

TEST_CASE("convention: everything is a text and the client judges the wait", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["rate:{id}"],
    "argv": [{"number": "limit / per_us", "decimals": 12}, "burst", "ceil(per_s) + 1", "now_us",
             {"text": "500000"}],
    "reply": ["text", "decimal", "decimal"],
    "decision": {
      "admitted": "r[0] == 'true' and r[1] <= 500000", "remaining": "max(0, r[2])",
      "retry_after": {"value": "r[1] - 500000", "unit": "us"}})json");
  auto const request = request_under(fifty_a_minute);

  CHECK(written(manifest, request).arguments ==
        words{"0.000000833333", "100", "61", "1700000012345678", "500000"});
  auto const made =
      read(manifest,
           list_reply({text_reply("true"), text_reply("700000.5"), text_reply("-0.5")}),
           request);
  CHECK_FALSE(made.admitted);
  CHECK(made.remaining == 0);
  CHECK(made.retry_after == 200'000'500ns);
}

TEST_CASE("convention: true arrives as 1 and false as nil", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["{{id}}.tokens", "{{id}}.ts"],
    "argv": [{"number": "limit / per_s", "decimals": 3}, "burst", "floor(now_s)", "cost"],
    "reply": "integer?",
    "decision": {"admitted": "r is not nil"})json");
  auto const request = request_under(fifty_a_minute);

  auto const call = written(manifest, request);
  CHECK(call.keys == words{"{client%3A1}.tokens", "{client%3A1}.ts"});
  CHECK(call.arguments == words{"0.833", "100", "1700000012", "1"});
  CHECK(read(manifest, integer_reply(1), request).admitted);
  auto const denied = read(manifest, redis_reply{}, request);
  CHECK_FALSE(denied.admitted);
  CHECK(denied.retry_after == 60s);
}

TEST_CASE("convention: nil is yes, after a set-up call and with random bytes", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "setup": [[{"text": "HSET"}, {"text": "{id}"}, {"text": "rate"}, "limit",
               {"text": "interval"}, "per_ms"]],
    "keys": ["{id}", "{{id}}:value", "{{id}}:value:{instance}"],
    "argv": ["cost", "floor(now_ms)", {"random_bytes": 16}, {"uuid": true}],
    "reply": "integer?",
    "decision": {"admitted": "r is nil", "retry_after": {"value": "r", "unit": "ms"}})json",
                                        "sliding_log");
  auto const request = request_under(fifty_a_minute);

  auto const call = written(manifest, request);
  CHECK(call.setup ==
        std::vector<words>{words{"HSET", "client%3A1", "rate", "50", "interval", "60000"}});
  CHECK(call.keys[2].size() == call.keys[1].size() + 17);
  CHECK(call.arguments[2].size() == 16);
  CHECK(call.arguments[3].size() == 36);
  CHECK(call.arguments[3][14] == '4');
  CHECK(read(manifest, redis_reply{}, request).admitted);
  CHECK(read(manifest, integer_reply(250), request).retry_after == 250ms);
}

TEST_CASE("convention: a batch of limits with keys, arguments and rows for each", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": [{"name": "c:{id}:{limit_index}", "each_limit": true}],
    "argv": ["cost", {"each_limit": ["ceil(per_s)", "limit"]}],
    "reply": {"rows": ["integer", "integer"]},
    "decision": {
      "admitted": "r[0] <= limit", "remaining": "max(0, limit - r[0])",
      "retry_after": {"value": "r[1]", "unit": "ms", "kind": "epoch"}})json",
                                        "fixed_window_first_hit",
                                        true);
  std::vector<limit> const limits{{10, 1s, 10}, {100, 60s, 100}};
  auto const request = request_under(limits);

  auto const call = written(manifest, request);
  CHECK(call.keys == words{"c:client%3A1:0", "c:client%3A1:1"});
  CHECK(call.arguments == words{"1", "1", "10", "60", "100"});

  auto const row = [](std::int64_t used) {
    return std::vector{integer_reply(used), integer_reply(1'700'000'013'345)};
  };
  auto const rows = [&](std::int64_t first, std::int64_t second) {
    auto elements = row(first);
    for (auto const& element : row(second)) elements.push_back(element);
    return list_reply(elements);
  };
  auto const admitted = read(manifest, rows(4, 97), request);
  CHECK(admitted.admitted);
  CHECK(admitted.binding_limit == 1);
  CHECK(admitted.remaining == 3);
  CHECK(admitted.each_remaining == std::vector<std::int64_t>{6, 3});
  auto const denied = read(manifest, rows(4, 101), request);
  CHECK_FALSE(denied.admitted);
  CHECK(denied.binding_limit == 1);
  CHECK(denied.retry_after == 1'700'000'013'345ms - 1'700'000'012'345'678us);
}

TEST_CASE("convention: one answer for all limits with a list of what each has left", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["k"], "reply": ["integer", "integer", {"each_limit": "integer"}],
    "decision": {"admitted": "r[0] == 1", "binding_limit": "r[1]", "remaining": "r[2]"})json",
                                        "token_bucket",
                                        true);
  std::vector<limit> const limits{{10, 1s, 10}, {100, 60s, 70}};
  auto const reply = [](std::vector<redis_reply> const& left) {
    return list_reply({integer_reply(1), integer_reply(1), list_reply(left)});
  };

  auto const made =
      read(manifest, reply({integer_reply(7), integer_reply(3)}), request_under(limits));

  CHECK(made.remaining == 3);
  CHECK(made.each_remaining == std::vector<std::int64_t>{7, 3});
  auto const reader = reply_reader::compile(manifest).value();
  CHECK_THAT(reader.read(reply({integer_reply(7)}), request_under(limits)).error().what,
             Catch::Contains("a list of 1") && Catch::Contains("a list of 2, one for each limit"));
  CHECK_THAT(reader
                 .read(list_reply({integer_reply(1), integer_reply(1), integer_reply(7)}),
                       request_under(limits))
                 .error()
                 .what,
             Catch::Contains("the integer 7") && Catch::Contains("one for each limit"));
}

TEST_CASE("what is left of each limit is not told where the answer is about one", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["k"], "reply": ["integer", "integer", {"each_limit": "integer"}],
    "decision": {"admitted": "r[0] == 1", "remaining": "r[1]"})json",
                                        "token_bucket",
                                        true);
  std::vector<limit> const limits{{10, 1s, 10}, {100, 60s, 70}};

  auto const made = read(
      manifest,
      list_reply(
          {integer_reply(1), integer_reply(5), list_reply({integer_reply(7), integer_reply(3)})}),
      request_under(limits));

  CHECK(made.remaining == 5);
  CHECK(made.each_remaining.empty());
}

TEST_CASE("convention: a script that numbers the binding limit from 1", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["k"], "reply": ["integer", "integer"],
    "decision": {"admitted": "r[0] == 0", "binding_limit": "r[1] - 1"})json",
                                        "token_bucket",
                                        true);
  std::vector<limit> const limits{{10, 1s, 10}, {100, 60s, 70}};

  auto const made =
      read(manifest, list_reply({integer_reply(1), integer_reply(2)}), request_under(limits));

  CHECK(made.binding_limit == 1);
  CHECK(made.limit == 70);
  CHECK(made.reset_after == 60s);
}

TEST_CASE("a period that a unit cannot say is an error, not another period", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["k"], "argv": ["per_s"], "reply": "integer", "decision": {"admitted": "r == 1"})json");
  std::vector<limit> const limits{{1, 1500ms, 1}};
  auto writer = call_writer::compile(manifest);

  auto const call = writer.value().write(request_under(limits));

  REQUIRE(call.has_error());
  CHECK(call.error().code == errc::script_error);
  CHECK_THAT(call.error().what, Catch::Contains("\"per_s\" is 1.500000000"));
}

TEST_CASE("a reply that is not as declared is a script error", "[limiter]") {
  auto const manifest = sample_manifest(R"json(
    "keys": ["k"], "reply": ["integer", "integer"],
    "decision": {"admitted": "r[0] == 1", "remaining": "r[1]", "binding_limit": "r[0] - 1",
                 "retry_after": {"value": "r[1]", "unit": "s"}})json");
  auto const reader = reply_reader::compile(manifest).value();
  auto const failure = [&](redis_reply const& reply) {
    auto const made = reader.read(reply, request_under(fifty_a_minute));
    if (!made) CHECK(made.error().code == errc::script_error);
    return made ? "a decision" : made.error().what;
  };

  CHECK_THAT(failure(integer_reply(1)), Catch::Contains("the integer 1, the manifest says a list"));
  CHECK_THAT(failure(list_reply({integer_reply(1)})), Catch::Contains("a list of 1"));
  CHECK_THAT(failure(list_reply({integer_reply(1), redis_reply{}})), Catch::Contains("is nil"));
  CHECK_THAT(failure(list_reply({integer_reply(1), text_reply("7")})),
             Catch::Contains("the text \"7\", the manifest says integer"));
  CHECK_THAT(failure(list_reply({integer_reply(1), integer_reply(-1)})),
             Catch::Contains("not negative"));
  CHECK_THAT(failure(list_reply({integer_reply(5), integer_reply(1)})),
             Catch::Contains("names limit 4 of 1"));
}
