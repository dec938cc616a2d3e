#pragma once

#include "harness/node/refusal.hpp"
#include "harness/policies/request_head.hpp"

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
  std::string api_key;   ///< of the first X-Api-Key line, without surrounding blanks
  request_head asked{};  ///< filled where policies are chosen by it; its api_key is not
};

inline constexpr std::size_t longest_api_key = 256;

/// What a request needs of X-Api-Key.
enum class key_rule {
  required,
  optional,  ///< a line must be sound, none is one way to ask
  ignored,
};

/// The first rule the request breaks, in the order of the enum; none: it may be answered.
/// /healthz needs no identity. Any bytes but control bytes are an identity: the limiter encodes it.
[[nodiscard]] std::optional<refusal> find_refusal(request_facts const& facts,
                                                  key_rule key = key_rule::required);

}  // namespace limitproof
