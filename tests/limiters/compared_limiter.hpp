#pragma once

#include "tests/limiters/exact_reference.hpp"
#include "tests/limiters/limiter_under_test.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One client's requests, put to a limiter over a real store and to a reference, which is given the
/// time that the limiter decided at.
class compared_limiter {
 public:
  /// `limiter` outlives this. Its time stands still, or its decisions tell when they were made. It
  /// takes as many limits.
  compared_limiter(limiter_under_test& limiter,
                   reference_limiter reference,
                   std::string key,
                   std::vector<script_limit> limits);

  /// Asks for these costs, in this order and all at once where that cannot change what each gets;
  /// the first decision on which the two differ. A limiter that is not weighted is asked for 1s.
  [[nodiscard]] std::optional<std::string> first_difference(std::vector<std::int64_t> costs);

  /// The retry_after of the last decision, 0 if it was admitted.
  [[nodiscard]] std::int64_t told_us() const { return told_us_; }

 private:
  [[nodiscard]] std::vector<result<decision>> ask(std::vector<std::int64_t> const& costs);
  [[nodiscard]] std::optional<std::string> difference(std::int64_t cost,
                                                      result<decision> const& made);

  limiter_under_test& limiter_;
  reference_limiter reference_;
  std::string key_;
  std::vector<script_limit> limits_;
  std::vector<limit> policy_;
  std::int64_t told_us_ = 0;
};

}  // namespace limitproof
