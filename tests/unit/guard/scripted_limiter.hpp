#pragma once

#include "limiters/limiter.hpp"

#include <functional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace limitproof {

/// A limiter that answers at once as it is told to, and notes the costs that it was asked for.
class scripted_limiter : public limiter {
 public:
  using script = std::function<result<decision>(limit_request const&)>;

  scripted_limiter(script answer, std::vector<std::int64_t>& costs)
      : answer_(std::move(answer)), costs_(costs) {}

  boost::asio::awaitable<result<decision>> check(limit_request request) override {
    costs_.push_back(request.cost.value);
    co_return answer_(request);
  }

 private:
  script answer_;
  std::vector<std::int64_t>& costs_;
};

inline std::vector<limit> const ten_a_second{limit{10, std::chrono::seconds(1), 10}};

inline limit_request one_permit(std::string key = "alice") {
  return limit_request{std::move(key), ten_a_second, permits{1}, node_time{}};
}

inline decision admission(std::int64_t remaining) {
  decision told;
  told.admitted = true;
  told.limit = 10;
  told.remaining = remaining;
  told.reset_after = std::chrono::seconds(1);
  return told;
}

inline decision denial(duration retry_after) {
  decision told;
  told.limit = 10;
  told.reset_after = retry_after;
  told.retry_after = retry_after;
  told.decided_at = store_time{};
  return told;
}

/// The answer of a limiter that needs nothing but a loop to answer.
inline result<decision> ask(limiter& asked, limit_request request) {
  boost::asio::io_context loop(1);
  auto answer =
      boost::asio::co_spawn(loop, asked.check(std::move(request)), boost::asio::use_future);
  loop.run();
  return answer.get();
}

}  // namespace limitproof
