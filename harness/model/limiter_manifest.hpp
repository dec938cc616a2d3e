#pragma once

#include "harness/model/policy.hpp"
#include "harness/model/script_call.hpp"

#include <string>

namespace limitproof {

enum class limiter_kind { native, redis_script, redis_commands };

template <>
inline constexpr auto enum_names<limiter_kind> =
    std::array{enum_name{limiter_kind::native, "native"},
               enum_name{limiter_kind::redis_script, "redis-script"},
               enum_name{limiter_kind::redis_commands, "redis-commands"}};

enum class time_source { store, node, key_ttl };

template <>
inline constexpr auto enum_names<time_source> =
    std::array{enum_name{time_source::store, "store"},
               enum_name{time_source::node, "node"},
               enum_name{time_source::key_ttl, "key_ttl"}};

/// What a limiter says of itself; each conformance property applies where it is claimed, and one
/// that is not claimed must be seen to fail.
struct limiter_claims {
  limitproof::algorithm algorithm = limitproof::algorithm::none;
  time_source time = time_source::store;
  bool shared = false;            ///< one count for all nodes
  bool atomic = false;            ///< concurrent calls admit exactly the capacity
  bool consumes_on_deny = false;  ///< a denied call changes what later calls get
  bool retry_after = false;       ///< its retry_after suffices and is at most 1 s too long
  bool several_limits = false;    ///< several limits in one call: all are charged, or none is
  bool weighted = false;          ///< takes costs other than 1; 0 looks without consuming
  bool exact = false;             ///< admits and tells neither more nor less than its algorithm
  bool exact_waits = false;       ///< denies until its retry_after has passed; needs retry_after
};

/// limiter.json, decoded.
struct limiter_manifest {
  std::string summary;  ///< one line for `limitproof list`
  limiter_kind kind = limiter_kind::native;
  limiter_claims claims;
  std::string library;  ///< native: the shared object, beside the manifest
  std::string script;   ///< redis-script: the Lua file, beside the manifest
  script_call call;     ///< redis-script, redis-commands: what is sent, and how the replies read
};

}  // namespace limitproof
