#include "harness/guard/local_fallback.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace limitproof {

local_fallback::local_fallback(std::unique_ptr<limiter> decides, local_share const& share)
    : decides_(std::move(decides)), bucket_(share) {}

boost::asio::awaitable<result<decision>> local_fallback::check(limit_request request) {
  std::string const key = request.key;
  auto const cost = request.cost;
  auto decided = co_await decides_->check(std::move(request));
  if (decided || decided.error().code != errc::store_unavailable) co_return decided;
  co_return bucket_.take(key, cost, std::chrono::steady_clock::now());
}

}  // namespace limitproof
