#include "harness/guard/retry_jitter.hpp"

#include "harness/model/splitmix64.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace asio = boost::asio;

decision put_off(decision const& told, duration by) {
  if (told.admitted) return told;
  auto later = told;
  later.retry_after =
      told.retry_after > duration::max() - by ? duration::max() : told.retry_after + by;
  later.reset_after = std::max(told.reset_after, later.retry_after);
  return later;
}

retry_jitter::retry_jitter(std::unique_ptr<limiter> decides, duration most, std::uint64_t seed)
    : decides_(std::move(decides)), most_(most), seed_(seed) {}

asio::awaitable<result<decision>> retry_jitter::check(limit_request request) {
  auto const decided = co_await decides_->check(std::move(request));
  if (!decided) co_return decided;
  co_return put_off(*decided, draw());
}

duration retry_jitter::draw() {
  auto const choices = static_cast<std::uint64_t>(most_.count()) + 1;
  return duration(static_cast<duration::rep>(splitmix64(seed_, drawn_++) % choices));
}

}  // namespace limitproof
