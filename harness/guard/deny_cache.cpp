#include "harness/guard/deny_cache.hpp"

#include <chrono>
#include <utility>

namespace limitproof {

namespace asio = boost::asio;

deny_cache::deny_cache(std::unique_ptr<limiter> decides, bool exact_waits, tally& hits)
    : decides_(std::move(decides)), denials_(exact_waits), hits_(hits) {}

asio::awaitable<result<decision>> deny_cache::check(limit_request request) {
  using clock = std::chrono::steady_clock;
  auto const asked = clock::now();
  if (auto const known = denials_.find(request, asked)) {
    ++hits_;
    co_return *known;
  }
  auto question = request;
  auto const decided = co_await decides_->check(std::move(question));
  if (decided) denials_.learn(request, *decided, call_span{asked, clock::now()});
  co_return decided;
}

}  // namespace limitproof
