#pragma once

#include "limiters/limiter.hpp"

#include <cstdint>
#include <memory>

namespace limitproof {

/// A denial that tells to come back `by` later; an admission as it is.
[[nodiscard]] decision put_off(decision const& told, duration by);

/// Lengthens the wait of every denial by its own share of `most`, 0 and `most` included, so that
/// clients who are denied together do not come back together. Never told is less than the truth.
class retry_jitter : public limiter {
 public:
  /// Guards with one seed draw alike.
  retry_jitter(std::unique_ptr<limiter> decides, duration most, std::uint64_t seed);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  [[nodiscard]] duration draw();

  std::unique_ptr<limiter> decides_;
  duration most_;
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace limitproof
