#pragma once

#include "harness/guard/known_denials.hpp"
#include "harness/guard/tally.hpp"
#include "limiters/limiter.hpp"

#include <memory>

namespace limitproof {

/// Denies by itself what its limiter has denied and would deny again, see known_denials. Other
/// costs, other limits and errors go to the limiter.
class deny_cache : public limiter {
 public:
  /// `exact_waits` as the limiter claims; `hits` counts the denials that the limiter was not asked
  /// for; it outlives the guard.
  deny_cache(std::unique_ptr<limiter> decides, bool exact_waits, tally& hits);

  [[nodiscard]] boost::asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  std::unique_ptr<limiter> decides_;
  known_denials denials_;
  tally& hits_;
};

}  // namespace limitproof
