#pragma once

#include "harness/guard/lease_book.hpp"
#include "harness/net/result_token.hpp"
#include "limiters/limiter.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace limitproof {

/// Takes the permits of hot keys in batches and serves the requests that follow from them, see
/// lease_book. While a batch of a key is under way, the key's other requests wait for it: each for
/// `patience` at most, after which it asks for itself.
class permit_lease : public limiter {
 public:
  /// `counts` outlives the guard.
  permit_lease(std::unique_ptr<limiter> decides,
               lease_spec spec,
               algorithm judged_by,
               duration patience,
               lease_tallies& counts);

  [[nodiscard]] asio::awaitable<result<decision>> check(limit_request request) override;

 private:
  /// A batch that was asked for and is not answered yet.
  struct flight {
    steady_timer landing;  ///< cancelled when it is
    std::optional<error> failure{};
  };

  class boarding;

  [[nodiscard]] asio::awaitable<result<decision>> take_batch(limit_request request);
  [[nodiscard]] asio::awaitable<std::optional<error>> landing_of(std::string key);

  std::unique_ptr<limiter> decides_;
  lease_book book_;
  duration patience_;
  std::unordered_map<std::string, std::shared_ptr<flight>> flights_;
};

}  // namespace limitproof
