#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/units.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace limitproof {

/// One question to a limiter. Several limits are one call: all admit and are charged, or none is.
struct limit_request {
  std::string key;                ///< the client's identity, any bytes; the limiter encodes it
  std::span<limit const> limits;  ///< not empty; outlives the call
  permits cost{1};                ///< 0 looks without consuming
  node_time now;                  ///< the node's wall clock, for limiters that trust it
};

struct decision {
  bool admitted = false;
  std::size_t binding_limit = 0;  ///< the limit that denied, or the one closest to denying
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  duration reset_after{};                ///< until the full allowance is back
  duration retry_after{};                ///< until this cost can be admitted; zero when admitted
  std::optional<store_time> decided_at;  ///< the store's clock when it decided, if it told
  bool local = false;                    ///< the node counted alone: the store did not decide
  std::vector<std::int64_t> each_remaining{};  ///< of every limit, if the limiter told it
};

/// Decides. Errors: `invalid_cost` (negative, or above a capacity: can never be admitted),
/// `script_error` (the limiter is wrong), `store_unavailable` (no answer within the deadline).
/// One instance per node thread; several checks may be in flight on it.
class limiter {
 public:
  virtual ~limiter() = default;
  [[nodiscard]] virtual boost::asio::awaitable<result<decision>> check(limit_request request) = 0;
};

}  // namespace limitproof
