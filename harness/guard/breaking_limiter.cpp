#include "harness/guard/breaking_limiter.hpp"

#include <chrono>
#include <utility>

namespace limitproof {

breaking_limiter::breaking_limiter(std::unique_ptr<limiter> decides, circuit_breaker breaker)
    : decides_(std::move(decides)), breaker_(std::move(breaker)) {}

boost::asio::awaitable<result<decision>> breaking_limiter::check(limit_request request) {
  auto const leave = breaker_.ask(std::chrono::steady_clock::now());
  if (!leave) co_return error{errc::store_unavailable, "the store failed, and the breaker is open"};

  auto decided = co_await decides_->check(std::move(request));
  bool const answered = decided || decided.error().code != errc::store_unavailable;
  breaker_.tell(*leave, answered, std::chrono::steady_clock::now());
  co_return decided;
}

}  // namespace limitproof
