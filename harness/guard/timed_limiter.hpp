#pragma once

#include "harness/guard/latency_histogram.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// Notes how long each call of its limiter takes, those that fail included.
class timed_limiter : public limiter {
 public:
  /// `calls` outlives the guard.
  timed_limiter(std::unique_ptr<limiter> decides, latency_histogram& calls);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  std::unique_ptr<limiter> decides_;
  latency_histogram& calls_;
};

}  // namespace limitproof
