#pragma once

#include "harness/codec/decode_manifest.hpp"
#include "harness/redis/redis_reply.hpp"
#include "limiters/limiter.hpp"

#include <string>
#include <utility>
#include <vector>

namespace limitproof {

/// The text of a redis-script manifest whose call is `call` (members of the JSON object).
inline std::string manifest_text(std::string const& call,
                                 std::string const& algorithm = "token_bucket",
                                 bool several_limits = false) {
  return R"({"summary": "a sample", "kind": "redis-script", "script": "sample.lua",
    "claims": {"algorithm": ")" +
         algorithm +
         R"(", "time": "store", "shared": true, "atomic": true,
      "consumes_on_deny": false, "retry_after": true, "several_limits": )" +
         (several_limits ? "true" : "false") + R"(,
      "weighted": true, "exact": true},)" +
         call + "}";
}

/// The text of a redis-commands manifest whose steps, decision … are `call`.
inline std::string commands_text(std::string const& call) {
  return R"({"summary": "a sample", "kind": "redis-commands",
    "claims": {"algorithm": "fixed_window_first_hit", "time": "key_ttl", "shared": true,
      "atomic": false, "consumes_on_deny": false, "retry_after": false, "several_limits": false,
      "weighted": true, "exact": false},)" +
         call + "}";
}

inline limiter_manifest sample_manifest(std::string const& call,
                                        std::string const& algorithm = "token_bucket",
                                        bool several_limits = false) {
  return decode_manifest(manifest_text(call, algorithm, several_limits), "limiter.json").value();
}

inline redis_reply integer_reply(std::int64_t value) {
  return {redis_reply::kind::integer, value, {}, {}};
}

inline redis_reply text_reply(std::string text) {
  return {redis_reply::kind::string, 0, std::move(text), {}};
}

inline redis_reply list_reply(std::vector<redis_reply> elements) {
  return {redis_reply::kind::array, 0, {}, std::move(elements)};
}

}  // namespace limitproof
