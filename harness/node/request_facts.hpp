#pragma once

#include "harness/node/refusal.hpp"

#include <optional>
#include <string>

namespace limitproof {

/// What a request's head says, as far as the answer depends on it.
struct request_facts {
  bool health = false;   ///< the target is exactly /healthz
  bool head = false;     ///< HEAD: the answer has no body
  bool connect = false;  ///< CONNECT
  bool http_1_0 = false;
  bool keep_alive = false;        ///< the client lets the connection be used again
  bool expects_continue = false;  ///< an HTTP/1.1 client waits for 100 before it sends the body
  int host_lines = 0;
  int api_key_lines = 0;
  std::string api_key;  ///< of the first X-Api-Key line, without surrounding blanks
};

inline constexpr std::size_t longest_api_key = 256;

/// The first rule the request breaks, in the order of the enum; none: it may be answered.
/// /healthz needs no identity. Any bytes but control bytes are an identity: the limiter encodes it.
[[nodiscard]] std::optional<refusal> find_refusal(request_facts const& facts);

}  // namespace limitproof
