#pragma once

#include "harness/guard/circuit_breaker.hpp"
#include "harness/guard/guard_tallies.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// Asks a limiter as long as its store answers; while the breaker is open, answers
/// `store_unavailable` at once. A late answer is still given. `invalid_cost` and `script_error` are
/// answers: the store, or what stands before it, has spoken.
class breaking_limiter : public limiter {
 public:
  /// `tallies` outlives the guard.
  breaking_limiter(std::unique_ptr<limiter> decides,
                   circuit_breaker breaker,
                   breaker_tallies& tallies);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  void note_state();

  std::unique_ptr<limiter> decides_;
  circuit_breaker breaker_;
  breaker_tallies& tallies_;
};

}  // namespace limitproof
