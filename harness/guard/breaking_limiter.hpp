#pragma once

#include "harness/guard/circuit_breaker.hpp"
#include "harness/guard/guard_tallies.hpp"
#include "limiters/limiter.hpp"

#include <cstdint>
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

  ~breaking_limiter() override;
  breaking_limiter(breaking_limiter const&) = delete;
  breaking_limiter& operator=(breaking_limiter const&) = delete;

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  void note_state();
  void count_not_closed(bool not_closed);

  std::unique_ptr<limiter> decides_;
  circuit_breaker breaker_;
  breaker_tallies& tallies_;  ///< other limiters of the thread add to them as well
  std::uint64_t counted_openings_ = 0;
  bool counted_not_closed_ = false;
};

}  // namespace limitproof
