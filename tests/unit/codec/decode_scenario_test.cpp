#include "harness/codec/decode_scenario.hpp"

#include "tests/unit/codec/sample_documents.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

namespace {

// The sentence without the file's name, "" if the document was accepted.
std::string refusal(ordered_json const& document) {
  auto const decoded = decode_scenario(document.dump(), "x.json");
  if (decoded) return "";
  CHECK(decoded.error().code == errc::bad_file);
  REQUIRE_THAT(decoded.error().what, Catch::StartsWith("x.json: at "));
  return decoded.error().what.substr(std::string("x.json: at ").size());
}

std::string refusal_with(std::string const& pointer, ordered_json const& value) {
  return refusal(with(full_scenario(), pointer, value));
}

scenario decoded(ordered_json const& document) {
  return decode_scenario(document.dump(), "x.json").value();
}

}  // namespace

TEST_CASE("every key of a scenario arrives in its place", "[codec]") {
  auto const s = decoded(full_scenario());

  CHECK(s.name == "every-key-1");
  CHECK(s.why == "Grüße: every key of the format is used.");
  CHECK(s.policy == policy{{limit{50, 1s, 100}, limit{1000, 1h, 1000}}});
  CHECK(s.judge == judged_by::promised);
  CHECK(s.tolerance == tolerance{.clock_drift_ppm = 100,
                                 .time_granularity = 1ms,
                                 .slack = 3,
                                 .permits = 2,
                                 .share_ppm = 5000});
  CHECK(s.stack == stack_spec{2,
                              balance_method::leastconn,
                              on_store_error::closed,
                              {},
                              {quota_dialect::ietf_03},
                              {-100ms},
                              {2 << 20, eviction_policy::allkeys_lru, 5ms}});
  CHECK(s.limiters == std::vector<std::string>{"naive", "redis-token-bucket"});
  CHECK(s.attack ==
        std::vector<phase>{
            steady_phase{rate{5, 250ms}, 8s, 48, one_key{"attacker"}},
            closed_loop_phase{1500ms, 4, listed_keys{{"a", "b c"}}},
            steady_phase{rate{2000, 1s}, 1min, 1, uniform_keys{"user", 1000}},
            gate_phase{
                3, 1s, 200, numbered_keys{"racer", 3, 200}, phase_begin{1s, window_edge{10s, 5ms}}},
            reactive_phase{obedience::early, 0s, 2s, 9s, 5, one_key{"herd"}},
            steady_phase{rate{10, 1s},
                         9s,
                         6,
                         zipf_keys{"user", 50, 1100},
                         phase_begin{0s, {}, true},
                         arrivals::poisson,
                         4,
                         {{{"GET", "HEAD"}, {"/api", "/%61pi?q=1"}, {"X-Real-Ip: 10.0.0.1"}},
                          connect_to::direct}},
            ramp_phase{rate{10, 1s},
                       rate{200, 1s},
                       2s,
                       9,
                       one_key{"climber"},
                       {},
                       {{}, connect_to::interleaved}},
            slow_phase{50ms, 1s, 7, one_key{"sloth"}, phase_begin{20ms, {}, true}},
            closed_loop_phase{1s, 3, one_key{"herd"}, {}, 64}});
  CHECK(s.faults == std::vector<fault>{{3s, fault_action::kill, "store"},
                                       {0s, fault_action::clock, "node-1", -1s},
                                       {1500ms, fault_action::reload, "balancer"},
                                       {2s, fault_action::flush_scripts, "store"},
                                       {4s, fault_action::slow, "store", 0s, 60ms, 5ms},
                                       {5s, fault_action::narrow, "store", 0s, 0s, 0s, {5, 250ms}},
                                       {6s, fault_action::heal, "store"}});
  CHECK(s.expect.at("naive") ==
        std::vector<expectation>{expected_finding{check_name::over_admission, verdict_kind::fail},
                                 expected_range{figure::admission_ratio, 2.7, 3.1}});
  CHECK(s.expect.at("redis-token-bucket") ==
        std::vector<expectation>{
            expected_verdict{verdict_kind::pass},
            expected_range{figure::certified_excess, 0.0, 0.0},
            expected_range{figure::unknown, std::nullopt, 3.0},
            expected_range{figure::degraded, 0.0, 0.0},
            expected_finding{check_name::node_coverage, verdict_kind::inconclusive},
            expected_range{figure::denied, 1.0, std::nullopt}});
  CHECK(s.seed == 18446744073709551615U);
}

TEST_CASE("what may be left out has its default", "[codec]") {
  auto document = full_scenario();
  for (auto const* optional : {"judge", "tolerance", "stack", "faults", "expect", "seed"})
    document.erase(optional);

  auto const s = decoded(document);

  CHECK(s.judge == judged_by::declared);
  CHECK(s.tolerance == tolerance{});
  CHECK(s.stack == stack_spec{});
  CHECK(s.faults.empty());
  CHECK(s.expect.empty());
  CHECK(s.seed == 1);
  CHECK(decoded(with(document, "/stack", ordered_json::object())).stack == stack_spec{});
}

TEST_CASE("what may not be left out is missed", "[codec]") {
  for (auto const* required : {"name", "why", "policy", "limiters", "attack"})
    CHECK_THAT(refusal(without(full_scenario(), std::string("/") + required)),
               Catch::StartsWith("the top level: the key \"" + std::string(required) +
                                 "\" is missing from {"));
  for (auto const* required : {"phase", "rate", "for", "connections", "keys"})
    CHECK_THAT(refusal(without(full_scenario(), std::string("/attack/0/") + required)),
               Catch::StartsWith("/attack/0: the key \"" + std::string(required) +
                                 "\" is missing from {"));
}

TEST_CASE("a way to the store that cannot be is refused where it stands", "[codec]") {
  CHECK_THAT(refusal_with("/faults/4/latency", "0s"), Catch::StartsWith("/faults/4/latency: "));
  CHECK_THAT(refusal_with("/faults/4/jitter", "2m"), Catch::StartsWith("/faults/4/jitter: "));
  CHECK_THAT(refusal_with("/faults/4/target", "node-1"), Catch::StartsWith("/faults/4/target: "));
  CHECK_THAT(refusal_with("/faults/5/bandwidth", "0/s"),
             Catch::StartsWith("/faults/5/bandwidth: "));
  CHECK_THAT(refusal_with("/faults/6/latency", "1ms"),
             Catch::StartsWith("/faults/6/latency: unknown key \"latency\""));
  CHECK_THAT(refusal(without(full_scenario(), "/faults/4/latency")),
             Catch::StartsWith("/faults/4: the key \"latency\" is missing"));
}

TEST_CASE("a store that cannot be is refused where it stands", "[codec]") {
  for (auto const* memory : {"1023kb", "1025gb", "2MB", "2 mb", "02mb", "-2mb", "2", "mb"}) {
    INFO(memory);
    CHECK_THAT(refusal_with("/stack/store/maxmemory", memory),
               Catch::StartsWith("/stack/store/maxmemory: ") &&
                   Catch::Contains("from \"1mb\" to \"1024gb\""));
  }
  CHECK_THAT(refusal_with("/stack/store/policy", "lru"),
             Catch::StartsWith("/stack/store/policy: "));
  CHECK_THAT(refusal_with("/stack/store/probe", "0s"), Catch::StartsWith("/stack/store/probe: "));
  CHECK_THAT(refusal(without(full_scenario(), "/stack/store/maxmemory")),
             Catch::StartsWith("/stack/store/policy: what is evicted says nothing without"));
}

TEST_CASE("a misspelt key is refused wherever it stands", "[codec]") {
  CHECK(refusal_with("/limiter", 1) ==
        "/limiter: unknown key \"limiter\" (did you mean \"limiters\"?), known here: name, why, "
        "policy, policies, updates, judge, tolerance, stack, limiters, attack, faults, expect, "
        "seed, alone, full");
  CHECK(refusal_with("/stack/node", 1) ==
        "/stack/node: unknown key \"node\" (did you mean \"nodes\"?), known here: nodes, balance, "
        "on_store_error, guards, headers, node_clocks, store");
  CHECK(refusal_with("/policy/1/limits", 1) ==
        "/policy/1/limits: unknown key \"limits\" (did you mean \"limit\"?), known here: limit, "
        "per, burst, burst_mode");
  CHECK(refusal_with("/attack/2/keys/uniform/counts", 1) ==
        "/attack/2/keys/uniform/counts: unknown key \"counts\" (did you mean \"count\"?), known "
        "here: prefix, count");
  CHECK(refusal_with("/attack/0/keys/uniformly", 1) ==
        "/attack/0/keys/uniformly: unknown key \"uniformly\" (did you mean \"uniform\"?), known "
        "here: one, list, uniform, numbered, zipf");
  CHECK(refusal_with("/expect/naive/admission_ratio/minimum", 1) ==
        "/expect/naive/admission_ratio/minimum: unknown key \"minimum\", known here: min, max");
}

TEST_CASE("the kind of a phase decides which keys it has", "[codec]") {
  CHECK(refusal_with("/attack/1/rate", "5/s") ==
        "/attack/1/rate: unknown key \"rate\", known here: phase, beside, after, before_edge, "
        "connections, keys, requests, connect, policy, cost, for, pipeline");
  CHECK(refusal_with("/attack/0/phase", "stedy") ==
        "/attack/0/phase: found \"stedy\", expected one of: steady, ramp, closed-loop, gate, "
        "reactive, slow (did you mean \"steady\"?)");
}

TEST_CASE("the first phase has none to run beside", "[codec]") {
  CHECK(refusal_with("/attack/0/beside", true) ==
        "/attack/0/beside: found true, expected false: before the first phase there is none to run "
        "beside");
  CHECK(refusal_with("/attack/0/beside", false).empty());
}

TEST_CASE("a kind whose connections act for themselves cannot choose them by the request",
          "[codec]") {
  for (auto const* phase : {"3", "4", "7"})
    for (auto const* connect : {"interleaved", "pinned"})
      CHECK_THAT(refusal_with(std::string("/attack/") + phase + "/connect", connect),
                 Catch::Contains("expected balancer or direct here"));
  CHECK_THAT(refusal_with("/attack/5/connect", "pinned"),
             Catch::Contains("expected balancer or direct here"));
  CHECK(refusal_with("/attack/1/connect", "pinned").empty());
}

TEST_CASE("a ramp's rates are per the same time", "[codec]") {
  CHECK(refusal_with("/attack/6/to", "200/500ms") ==
        "/attack/6/to: found \"200/500ms\", expected a rate per 1s, as `from`");
}

TEST_CASE("an exponent has at most three decimals and a range", "[codec]") {
  std::string const exponent = "/attack/5/keys/zipf/exponent";
  for (double const fine : {0.001, 1.0, 1.234, 10.0}) CHECK(refusal_with(exponent, fine).empty());
  for (double const wrong : {0.0, 0.0005, -1.0, 1.2345, 10.001, 1e300})
    CHECK_THAT(refusal_with(exponent, wrong),
               Catch::Contains("expected a number from 0.001 to 10 with at most three decimals"));
}

TEST_CASE("a method is a token, and never CONNECT", "[codec]") {
  for (auto const* fine : {"GET", "M-SEARCH", "get"})
    CHECK(refusal_with("/attack/5/requests/methods/0", fine).empty());
  for (auto const* wrong : {"GET /", "G\r\nX: y", "", "GE\u00e9", "CONNECT"})
    CHECK_FALSE(refusal_with("/attack/5/requests/methods/0", wrong).empty());
}

TEST_CASE("a path is one word that begins with a slash and asks the limiter", "[codec]") {
  for (auto const* fine : {"/", "//api", "/API", "/%61pi", "/api?q=1", "/healthzz"})
    CHECK(refusal_with("/attack/5/requests/paths/0", fine).empty());
  for (auto const* wrong :
       {"api", "/a b", "/a\r\nX: y", "/a#b", "/\u00e9", "/healthz", "/healthz?x", "*"})
    CHECK_FALSE(refusal_with("/attack/5/requests/paths/0", wrong).empty());
  CHECK_FALSE(refusal_with("/attack/5/requests/paths/0", "/" + std::string(2048, 'a')).empty());
}

TEST_CASE("a header line is one line, and none of the harness's own", "[codec]") {
  for (auto const* fine :
       {"X-Forwarded-For: 1.2.3.4, 5.6.7.8", "Forwarded: for=\"_x\"", "x-api-key: another"})
    CHECK(refusal_with("/attack/5/requests/headers/0", fine).empty());
  for (auto const* wrong : {"X-Forwarded-For",
                            "X-Forwarded-For:1",
                            "X: ",
                            "X:  y",
                            "X: y ",
                            "X Y: z",
                            "X: y\r\nZ: 1",
                            ": y",
                            "Host: elsewhere",
                            "Content-Length: 5",
                            "Transfer-Encoding: chunked",
                            "Connection: close"})
    CHECK_FALSE(refusal_with("/attack/5/requests/headers/0", wrong).empty());
}

TEST_CASE("at most 256 variants of a request can be told apart", "[codec]") {
  auto methods = ordered_json::array();
  for (int i = 0; i < 128; ++i) methods.push_back("M" + std::to_string(i));
  CHECK(refusal_with("/attack/5/requests/methods", methods).empty());

  methods.push_back("ONE-MORE");

  CHECK(refusal_with("/attack/5/requests/methods", methods) ==
        "/attack/5/requests: these make 258 combinations, and at most 256 can be told apart");
}

TEST_CASE("a name that could leave its folder is refused", "[codec]") {
  CHECK(refusal_with("/name", "../evil") ==
        "/name: found \"../evil\", expected a name of lower-case letters, digits and dashes, not "
        "starting with a dash");
  for (auto const* name : {"a/b", "..", "A", "a_b", "a b", "-x", "a\n", "é", "a.json", ""}) {
    INFO(name);
    CHECK_THAT(refusal_with("/name", name), Catch::StartsWith("/name: "));
    CHECK_THAT(refusal_with("/limiters/0", name), Catch::StartsWith("/limiters/0: "));
  }
  CHECK(refusal_with("/name", std::string(64, 'a')).empty());
  CHECK_FALSE(refusal_with("/name", std::string(65, 'a')).empty());
}

TEST_CASE("a limiter is listed once, and at least one is", "[codec]") {
  CHECK(refusal_with("/limiters/1", "naive") ==
        "/limiters/1: found \"naive\", expected each limiter once");
  CHECK_THAT(refusal_with("/limiters", ordered_json::array()), Catch::StartsWith("/limiters: "));
}

TEST_CASE("an identity that would break its header is refused", "[codec]") {
  for (auto const& identity : {std::string("a\r\nX: 1"),
                               std::string("a\tb"),
                               std::string("a\0b", 3),
                               std::string(" a"),
                               std::string("a "),
                               std::string("é"),
                               std::string("\x7f"),
                               std::string(),
                               std::string(257, 'a')}) {
    INFO(ordered_json(identity));
    CHECK_THAT(refusal_with("/attack/0/keys/one", identity),
               Catch::StartsWith("/attack/0/keys/one: "));
    CHECK_THAT(refusal_with("/attack/1/keys/list/1", identity),
               Catch::StartsWith("/attack/1/keys/list/1: "));
    CHECK_THAT(refusal_with("/attack/2/keys/uniform/prefix", identity),
               Catch::StartsWith("/attack/2/keys/uniform/prefix: "));
  }
  CHECK(refusal_with("/attack/0/keys/one", std::string(256, '~')).empty());
}

TEST_CASE("keys follow exactly one pattern", "[codec]") {
  CHECK(refusal_with("/attack/0/keys/list", {"a"}) ==
        R"(/attack/0/keys: found {"one":"attacker","list":["a"]}, expected exactly one of: one, )"
        "list, uniform, numbered, zipf");
  CHECK(refusal_with("/attack/0/keys", ordered_json::object()) ==
        "/attack/0/keys: found {}, expected exactly one of: one, list, uniform, numbered, zipf");
}

TEST_CASE("numbers out of range are refused", "[codec]") {
  struct {
    std::string pointer;
    ordered_json least, most, below, above;
  } const bounded[] = {{"/stack/nodes", 1, 32, 0, 33},
                       {"/attack/0/connections", 1, 4096, 0, 4097},
                       {"/attack/1/for", "1ms", "1h", "999us", "3600001ms"},
                       {"/policy/0/limit", 1, 1'000'000'000'000, 0, 1'000'000'000'001},
                       {"/policy/0/per", "1ms", "400d", "999us", "401d"},
                       {"/attack/2/keys/uniform/count", 1, 10'000'000, 0, 10'000'001}};

  for (auto const& field : bounded) {
    CHECK(refusal_with(field.pointer, field.least).empty());
    CHECK(refusal_with(field.pointer, field.most).empty());
    CHECK_THAT(refusal_with(field.pointer, field.below), Catch::StartsWith(field.pointer + ": "));
    CHECK_THAT(refusal_with(field.pointer, field.above), Catch::StartsWith(field.pointer + ": "));
  }
  CHECK_FALSE(refusal_with("/seed", -1).empty());
  CHECK_FALSE(refusal_with("/seed", 1.5).empty());
}

TEST_CASE("a fault and its target must fit, and the stack must have such a node", "[codec]") {
  CHECK(refusal_with("/faults/0/fault", "crash") ==
        "/faults/0/fault: found \"crash\", expected one of: kill, stop, continue, restart, clock, "
        "reload, flush, flush-scripts, slow, narrow, reset, blackhole, heal, push");
  CHECK(
      refusal_with("/faults/0/target", "node-3") ==
      "/faults/0/target: found \"node-3\", expected one of: node-1, node-2, nodes, store, balancer "
      "(did you mean \"node-1\"?)");
  CHECK(refusal_with("/faults/1/target", "store") ==
        "/faults/1/target: found \"store\", expected one of: node-1, node-2, nodes");
  CHECK(refusal_with("/faults/2/target", "nodes") ==
        "/faults/2/target: found \"nodes\", expected one of: balancer");
  CHECK(refusal_with("/faults/3/target", "balancer") ==
        "/faults/3/target: found \"balancer\", expected one of: store");
}

TEST_CASE("only the fault of a clock has an offset, and it has one", "[codec]") {
  CHECK_THAT(refusal(without(full_scenario(), "/faults/1/offset")),
             Catch::StartsWith("/faults/1: the key \"offset\" is missing"));
  CHECK(refusal_with("/faults/0/offset", "1s") ==
        "/faults/0/offset: unknown key \"offset\", known here: at, fault, target");
  for (auto const* bad : {"+1s", "1", "--1s", "- 1s", "-1.5s", "25h", "-25h"}) {
    INFO(bad);
    CHECK_THAT(refusal_with("/faults/1/offset", bad),
               Catch::EndsWith("expected a whole number with its unit (ns us ms s m h d), as "
                               "\"-250ms\", from \"-1d\" to \"1d\""));
    CHECK_FALSE(refusal_with("/stack/node_clocks/0", bad).empty());
  }
}

TEST_CASE("there are at most as many clocks as nodes", "[codec]") {
  CHECK(refusal_with("/stack/node_clocks", {"0s", "1d"}).empty());
  CHECK(refusal_with("/stack/node_clocks", {"0s", "1s", "2s"}) ==
        R"(/stack/node_clocks: found ["0s","1s","2s"], expected an array of 0 to 2 elements)");
}

TEST_CASE("an expectation of a limiter that is not listed is refused", "[codec]") {
  CHECK(refusal_with("/expect/naiv", {{"verdict", "pass"}}) ==
        "/expect/naiv: unknown key \"naiv\" (did you mean \"naive\"?), known here: naive, "
        "redis-token-bucket");
}

TEST_CASE("an expectation is about a check, the verdict or a figure", "[codec]") {
  CHECK_THAT(
      refusal_with("/expect/naive/over_admision", "fail"),
      Catch::StartsWith("/expect/naive/over_admision: unknown key \"over_admision\" (did you "
                        "mean \"over_admission\"?), known here: verdict, over_admission"));
  CHECK(refusal_with("/expect/naive/verdict", "passed") ==
        "/expect/naive/verdict: found \"passed\", expected one of: pass, fail, inconclusive (did "
        "you mean \"pass\"?)");
  CHECK(refusal_with("/expect/naive", ordered_json::object()) ==
        "/expect/naive: found {}, expected at least one expectation");
}

TEST_CASE("a figure is bounded by numbers that can be met", "[codec]") {
  CHECK(refusal_with("/expect/naive/admission_ratio", {{"min", 3.1}, {"max", 2.7}}) ==
        R"(/expect/naive/admission_ratio: found {"min":3.1,"max":2.7}, expected a min that is not )"
        "above its max");
  CHECK(refusal_with("/expect/naive/admission_ratio", {{"min", 3}, {"max", 3}}).empty());
  CHECK_FALSE(refusal_with("/expect/naive/admission_ratio", ordered_json::object()).empty());
  CHECK_FALSE(refusal_with("/expect/naive/admission_ratio", {{"min", -1}}).empty());
  CHECK_FALSE(refusal_with("/expect/naive/admission_ratio", -1).empty());
  CHECK_FALSE(refusal_with("/expect/naive/admission_ratio", "3").empty());
}

TEST_CASE("a tolerance is whole numbers within their ranges, never a percentage", "[codec]") {
  for (auto const* count : {"permits", "share_ppm", "clock_drift_ppm", "slack"})
    for (ordered_json const& bad : {ordered_json("0.5%"), ordered_json(0.5), ordered_json(-1)}) {
      INFO(count << ": " << bad);
      auto const pointer = std::string("/tolerance/") + count;
      CHECK_THAT(refusal_with(pointer, bad),
                 Catch::StartsWith(pointer + ": found " + bad.dump() +
                                   ", expected a whole number from 0 to "));
    }
  CHECK(refusal_with("/tolerance/share_ppm", 1'000'001) ==
        "/tolerance/share_ppm: found 1000001, expected a whole number from 0 to 1000000");
  CHECK(refusal_with("/tolerance/clock_drift_ppm", 100'001) ==
        "/tolerance/clock_drift_ppm: found 100001, expected a whole number from 0 to 100000");
  CHECK_THAT(refusal_with("/tolerance/time_granularity", 1),
             Catch::StartsWith("/tolerance/time_granularity: found 1, expected a whole number with "
                               "its unit"));
  CHECK_THAT(refusal_with("/tolerance/time_granularity", "25h"),
             Catch::Contains("from \"0s\" to \"1d\""));
  CHECK_THAT(refusal_with("/tolerance/percent", 1), Catch::Contains("unknown key \"percent\""));
  CHECK(decoded(with(full_scenario(), "/tolerance", ordered_json::object())).tolerance ==
        tolerance{});
}
