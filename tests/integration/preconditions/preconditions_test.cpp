#include "harness/codec/text_file.hpp"
#include "tests/integration/harness_run.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

// A hang guard only: a run takes at most 20 s and some for its stack.
constexpr auto longest_run = 120s;

/// A scenario without what makes its attack tell: it must then say that something it expected did
/// not come (exit 1), or that the attack proved nothing (exit 4).
struct blunted {
  std::string scenario;
  std::string limiter;
  std::string without;
  std::string patch;  ///< JSON Patch, RFC 6902
  std::string exit;   ///< "exit status 1"
};

std::string blunted_text(blunted const& b) {
  auto const file = std::string(LIMITPROOF_SOURCE_DIR) + "/scenarios/" + b.scenario + ".json";
  auto const whole = json::parse(read_text(file).value());
  auto const patched = whole.patch(json::parse(b.patch));
  REQUIRE(patched != whole);
  return patched.dump(2);
}

void require_blunt(blunted const& b) {
  INFO(b.scenario << " against " << b.limiter << " without " << b.without);
  harness_run run;
  auto const file = scenario_file(run, b.scenario, blunted_text(b));
  start(run, {"run", file, "--limiter", b.limiter, "--out", run.out().string()});
  auto const ended = run.ended(longest_run);
  INFO(run.output());
  CHECK(ended == b.exit);
}

}  // namespace

TEST_CASE("an attack without its edge no longer shows what it was made to show",
          "[integration][nightly]") {
  for (auto const& b : std::vector<blunted>{
           {"before-after",
            "naive",
            "a second node",
            R"([{"op": "replace", "path": "/stack/nodes", "value": 1}])",
            "exit status 1"},
           {"before-after",
            "naive",
            "more than the limit",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "20/s"}])",
            "exit status 4"},
           {"concurrency",
            "redis-token-bucket",
            "racers",
            R"([{"op": "remove", "path": "/attack/1"},
                {"op": "replace", "path": "/attack/0/connections", "value": 4},
                {"op": "replace", "path": "/attack/0/keys/numbered/each", "value": 4}])",
            "exit status 4"},
           {"concurrency",
            "redis-read-then-write",
            "a race",
            R"([{"op": "remove", "path": "/attack/1"},
                {"op": "replace", "path": "/attack/0",
                 "value": {"phase": "closed-loop", "for": "1s", "connections": 1, "keys": {"one": "racer"}}}])",
            "exit status 1"},
           {"window-boundary",
            "redis-fixed-window",
            "the window's edge",
            R"([{"op": "replace", "path": "/attack/0/before_edge/by", "value": "2s"},
                {"op": "replace", "path": "/attack/2/after", "value": "100ms"}])",
            "exit status 1"},
           {"ride-the-decay",
            "redis-sliding-counter",
            "the burst at the window's end",
            R"([{"op": "replace", "path": "/attack/0/before_edge/by", "value": "3900ms"}])",
            "exit status 1"},
           {"cross-node",
            "naive",
            "a client that changes nodes",
            R"([{"op": "replace", "path": "/attack/0/connect", "value": "pinned"},
                {"op": "remove", "path": "/attack/1"}])",
            "exit status 4"},
           {"pipelining",
            "naive",
            "a second node",
            R"([{"op": "replace", "path": "/stack/nodes", "value": 1}])",
            "exit status 1"},
           {"slow-clients",
            "redis-token-bucket",
            "the traffic beside them",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "10/s"}])",
            "exit status 4"},
           {"long-overload",
            "redis-naive-incr",
            "a client that never lets up",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "10/s"},
                {"op": "replace", "path": "/attack/0/for", "value": "2s"}])",
            "exit status 4"},
           {"long-underload",
            "redis-token-bucket",
            "a client that stays below its limit",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "100/s"}])",
            "exit status 1"},
           {"parameter-sweep-rate-above-burst",
            "redis-token-bucket",
            "more than the rate",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "500/s"}])",
            "exit status 4"},
           {"parameter-sweep-below-one-a-second",
            "redis-sliding-log",
            "more than the limit",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "2/3s"}])",
            "exit status 4"},
           {"key-flood",
            "redis-token-bucket",
            "the attacker's own requests",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "10/s"},
                {"op": "replace", "path": "/attack/1/for", "value": "8s"},
                {"op": "replace", "path": "/attack/2/rate", "value": "1/s"}])",
            "exit status 4"},
           {"thundering-herd",
            "redis-fixed-window",
            "clients that come back together",
            R"([{"op": "add", "path": "/attack/0/jitter", "value": "2s"}])",
            "exit status 1"},
           {"thundering-herd-jitter",
            "redis-token-bucket",
            "jitter",
            R"([{"op": "remove", "path": "/attack/0/jitter"}])",
            "exit status 1"},
           {"retry-after-honesty",
            "redis-token-bucket",
            "clients that are told to wait",
            R"([{"op": "remove", "path": "/attack/2"},
                {"op": "remove", "path": "/attack/1"},
                {"op": "replace", "path": "/attack/0/rate", "value": "20/s"}])",
            "exit status 4"},
           {"skewed-clocks",
            "redis-node-clock",
            "clocks that differ",
            R"([{"op": "remove", "path": "/stack/node_clocks"}])",
            "exit status 1"},
           {"clock-step",
            "redis-node-clock",
            "a clock that is set",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"node-restart",
            "naive",
            "a restart",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"rolling-deploy",
            "naive",
            "a deployment",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"store-down-open",
            "redis-token-bucket",
            "an outage",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"store-down-closed",
            "redis-token-bucket",
            "nodes that turn clients away",
            R"([{"op": "replace", "path": "/stack/on_store_error", "value": "open"}])",
            "exit status 1"},
           {"store-down-local",
            "redis-token-bucket",
            "nodes that count alone",
            R"([{"op": "replace", "path": "/stack/on_store_error", "value": "open"}])",
            "exit status 1"},
           {"store-hang",
            "redis-token-bucket",
            "a breaker and a short deadline",
            R"([{"op": "replace", "path": "/stack/guards", "value": {"deadline": "900ms"}}])",
            "exit status 4"},
           {"store-restart-empty",
            "redis-token-bucket",
            "a restart",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"store-slow",
            "redis-token-bucket",
            "a delay",
            R"([{"op": "remove", "path": "/faults"}])",
            "exit status 1"},
           {"eviction",
            "redis-sliding-log",
            "a bound of the store's memory",
            R"([{"op": "remove", "path": "/stack"},
                {"op": "replace", "path": "/attack/1/for", "value": "2s"}])",
            "exit status 1"},
           {"deny-cache",
            "redis-token-bucket",
            "the cache",
            R"([{"op": "remove", "path": "/stack/guards"}])",
            "exit status 1"},
           {"leases",
            "redis-token-bucket",
            "the leases",
            R"([{"op": "remove", "path": "/stack/guards"}])",
            "exit status 1"},
           {"script-flush",
            "redis-token-bucket",
            "more than the limit",
            R"([{"op": "replace", "path": "/attack/0/rate", "value": "40/s"}])",
            "exit status 4"},
           {"multi-limit",
            "redis-token-bucket",
            "limits for longer than the second",
            R"([{"op": "remove", "path": "/policy/2"},
                {"op": "remove", "path": "/policy/1"}])",
            "exit status 1"},
           {"daily-quota",
            "redis-token-bucket",
            "a quota for the day",
            R"([{"op": "remove", "path": "/policy/1"}])",
            "exit status 4"},
           {"login-log",
            "redis-token-bucket",
            "the log",
            R"([{"op": "remove", "path": "/policies/policies/login/limiter"}])",
            "exit status 1"},
           {"identity-spoof",
            "redis-token-bucket",
            "nodes that trust one hop only",
            R"([{"op": "replace", "value": 2,
                "path": "/policies/identity/forwarded_for/trusted_hops"}])",
            "exit status 1"},
           {"path-respelling",
            "redis-token-bucket",
            "routes whose case is ignored",
            R"([{"op": "remove", "path": "/policies/ignore_path_case"}])",
            "exit status 1"},
           {"method-override",
            "redis-token-bucket",
            "a rule for each method that writes",
            R"([{"op": "remove", "path": "/policies/rules/0/methods/1"}])",
            "exit status 1"},
           {"tiers",
            "redis-token-bucket",
            "a client that does not pay",
            R"([{"op": "add", "path": "/policies/tiers/clients/guest", "value": "paid"}])",
            "exit status 1"},
           {"weighted-cost",
            "redis-token-bucket",
            "a route's cost",
            R"([{"op": "remove", "path": "/policies/rules/0/cost"}])",
            "exit status 1"},
           {"noisy-neighbour",
            "redis-token-bucket",
            "a count for each client",
            R"([{"op": "add", "path": "/policies/rules/1/by", "value": "everyone"}])",
            "exit status 1"},
           {"policy-push",
            "redis-token-bucket",
            "the push",
            R"([{"op": "remove", "path": "/faults/0"}])",
            "exit status 1"},
       })
    require_blunt(b);
}
