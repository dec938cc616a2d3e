#pragma once

#include "harness/guard/local_bucket.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// Asks a limiter, and where its store does not decide, a bucket in this process: that decision
/// says it is `local`. The bucket is not charged for what the store decided, so that with the store
/// a key's allowance is lost and begins anew, once.
class local_fallback : public limiter {
 public:
  local_fallback(std::unique_ptr<limiter> decides, local_share const& share);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  std::unique_ptr<limiter> decides_;
  local_bucket bucket_;
};

}  // namespace limitproof
