#include "harness/guard/timed_limiter.hpp"

#include <chrono>
#include <utility>

namespace limitproof {

namespace asio = boost::asio;

timed_limiter::timed_limiter(std::unique_ptr<limiter> decides, latency_histogram& calls)
    : decides_(std::move(decides)), calls_(calls) {}

asio::awaitable<result<decision>> timed_limiter::check(limit_request request) {
  auto const asked = std::chrono::steady_clock::now();
  auto const decided = co_await decides_->check(std::move(request));
  calls_.add(std::chrono::steady_clock::now() - asked);
  co_return decided;
}

}  // namespace limitproof
