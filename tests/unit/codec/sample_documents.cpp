#include "tests/unit/codec/sample_documents.hpp"

namespace limitproof {

using nlohmann::ordered_json;

ordered_json full_scenario() {
  return ordered_json::parse(R"({
    "name": "every-key-1",
    "why": "Grüße: every key of the format is used.",
    "policy": [ { "limit": 50, "per": "1s", "burst": 100 }, { "limit": 1000, "per": "1h" } ],
    "judge": "promised",
    "tolerance": { "permits": 2, "share_ppm": 5000, "clock_drift_ppm": 100, "time_granularity": "1ms", "slack": 3 },
    "stack": { "nodes": 2, "balance": "leastconn", "on_store_error": "closed", "node_clocks": ["-100ms"],
               "store": { "maxmemory": "2mb", "policy": "allkeys-lru", "probe": "5ms" } },
    "limiters": ["naive", "redis-token-bucket"],
    "attack": [
      { "phase": "steady", "rate": "5/250ms", "for": "8s", "connections": 48, "keys": { "one": "attacker" } },
      { "phase": "closed-loop", "for": "1500ms", "connections": 4, "keys": { "list": ["a", "b c"] } },
      { "phase": "steady", "rate": "2000/s", "for": "1m", "connections": 1,
        "keys": { "uniform": { "prefix": "user", "count": 1000 } } },
      { "phase": "gate", "after": "1s", "before_edge": { "of": "10s", "by": "5ms" }, "rounds": 3, "every": "1s",
        "connections": 200, "keys": { "numbered": { "prefix": "racer", "count": 3, "each": 200 } } },
      { "phase": "reactive", "obeys": "early", "pause": "0s", "jitter": "2s", "for": "9s", "connections": 5,
        "keys": { "one": "herd" } },
      { "phase": "steady", "beside": true, "rate": "10/s", "arrivals": "poisson", "pipeline": 4, "for": "9s",
        "connections": 6, "keys": { "zipf": { "prefix": "user", "count": 50, "exponent": 1.1 } },
        "requests": { "methods": ["GET", "HEAD"], "paths": ["/api", "/%61pi?q=1"], "headers": ["X-Real-Ip: 10.0.0.1"] },
        "connect": "direct" },
      { "phase": "ramp", "from": "10/s", "to": "200/s", "for": "2s", "connections": 9, "connect": "interleaved",
        "keys": { "one": "climber" } },
      { "phase": "slow", "beside": true, "after": "20ms", "pause": "50ms", "for": "1s", "connections": 7,
        "keys": { "one": "sloth" } },
      { "phase": "closed-loop", "for": "1s", "pipeline": 64, "connections": 3, "keys": { "one": "herd" } }
    ],
    "faults": [
      { "at": "3s", "fault": "kill", "target": "store" },
      { "at": "0s", "fault": "clock", "target": "node-1", "offset": "-1s" },
      { "at": "1500ms", "fault": "reload", "target": "balancer" },
      { "at": "2s", "fault": "flush-scripts", "target": "store" },
      { "at": "4s", "fault": "slow", "target": "store", "latency": "60ms", "jitter": "5ms" },
      { "at": "5s", "fault": "narrow", "target": "store", "bandwidth": "5/250ms" },
      { "at": "6s", "fault": "heal", "target": "store" }
    ],
    "expect": {
      "naive": { "over_admission": "fail", "admission_ratio": { "min": 2.7, "max": 3.1 } },
      "redis-token-bucket": { "verdict": "pass", "certified_excess": 0, "unknown": { "max": 3 }, "degraded": 0,
                              "node_coverage": "inconclusive", "denied": { "min": 1 } }
    },
    "seed": 18446744073709551615,
    "full": {
      "judge": "declared",
      "stack": { "nodes": 3 },
      "attack": [ { "phase": "closed-loop", "for": "1m", "connections": 1, "keys": { "one": "attacker" } } ]
    }
  })");
}

ordered_json scenario_of_policies() {
  return ordered_json::parse(R"({
    "name": "of-policies",
    "why": "Every key of several policies is used.",
    "policies": {
      "policies": {
        "login": { "limits": { "limit": 5, "per": "1s" }, "limiter": "redis-sliding-log" },
        "api": { "limits": { "limit": 50, "per": "1s" } }
      },
      "rules": [ { "path": "/login", "policy": "login" }, { "policy": "api" } ]
    },
    "updates": {
      "strict": {
        "policies": { "few": { "limits": { "limit": 2, "per": "1s" } } },
        "rules": [ { "policy": "few" } ]
      },
      "broken": "{ \"policies\": {} }"
    },
    "limiters": ["naive", "redis-token-bucket"],
    "attack": [
      { "phase": "steady", "rate": "10/s", "for": "4s", "connections": 2, "keys": { "one": "guest" },
        "requests": { "paths": ["/login"], "anonymous": true }, "policy": "login" },
      { "phase": "gate", "beside": true, "every": "1s", "connections": 4, "keys": { "one": "client" },
        "policy": "api", "cost": 20 },
      { "phase": "closed-loop", "for": "1s", "connections": 1, "keys": { "one": "client" }, "policy": "few" },
      { "phase": "ramp", "from": "1/s", "to": "9/s", "for": "1s", "connections": 1, "keys": { "one": "client" },
        "policy": "api", "cost": 2 }
    ],
    "faults": [ { "at": "3s", "fault": "push", "update": "strict" } ],
    "expect": {
      "naive/login": { "over_admission": "fail" },
      "redis-token-bucket/few": { "bytes_per_key": { "max": 400 } }
    },
    "full": {
      "updates": {
        "strict": {
          "policies": { "few": { "limits": { "limit": 3, "per": "1s" } } },
          "rules": [ { "policy": "few" } ]
        }
      }
    }
  })");
}

ordered_json full_policy_set() {
  return ordered_json::parse(R"({
    "policies": {
      "free": { "limits": [ { "limit": 10, "per": "1s", "burst": 20 }, { "limit": 5000, "per": "1h" } ],
                "limiter": "redis-token-bucket" },
      "paid": { "limits": { "limit": 100, "per": "1s", "burst_mode": { "hard": 150, "for": "5s" } } },
      "anonymous": { "limits": { "limit": 5, "per": "1s" } },
      "login": { "limits": { "limit": 10, "per": "1m" }, "limiter": "redis-sliding-log" },
      "search": { "limits": { "limit": 1000, "per": "1m" } }
    },
    "identity": { "api_key": true, "forwarded_for": { "trusted_hops": 1 } },
    "tiers": { "clients": { "alice": "paid", "b c~": "free" }, "table": true, "header": "X-Tier", "otherwise": "free" },
    "rules": [
      { "path": "/login", "methods": ["POST"], "policy": "login", "cost": 2, "by": "address" },
      { "path": "/search/*", "policy": "search", "by": "everyone" },
      { "tier": "paid", "policy": "paid", "by": "identity" },
      { "anonymous": true, "policy": "anonymous" },
      { "policy": "free" }
    ],
    "cost": { "header": "X-Request-Cost", "most": 100 },
    "ignore_path_case": true,
    "check_endpoint": true
  })");
}

ordered_json with(ordered_json document, std::string const& pointer, ordered_json value) {
  document[ordered_json::json_pointer(pointer)] = std::move(value);
  return document;
}

ordered_json without(ordered_json document, std::string const& pointer) {
  ordered_json::json_pointer const place(pointer);
  document.at(place.parent_pointer()).erase(place.back());
  return document;
}

}  // namespace limitproof
