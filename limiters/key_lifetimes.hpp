#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "limiters/limiter.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// A key and the life time, in milliseconds, that a call claims to have given it.
struct key_lifetime {
  std::string key;
  std::int64_t ttl_ms = 0;
};

/// What the manifest's ttl_ms rules say of the keys an admitted request wrote; keys without a rule
/// are left out. The rules know the names of the request and reset_after_us, retry_after_us and
/// remaining of the decision. Errors: bad_file (a rule that does not compile), script_error.
[[nodiscard]] result<std::vector<key_lifetime>> key_lifetimes(limiter_manifest const& manifest,
                                                              limit_request const& request,
                                                              decision const& made);

/// Compiles every ttl_ms rule. Errors: bad_file, with the JSON pointer.
[[nodiscard]] result<void> check_lifetime_rules(limiter_manifest const& manifest);

}  // namespace limitproof
