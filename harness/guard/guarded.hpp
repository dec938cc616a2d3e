#pragma once

#include "harness/guard/circuit_breaker.hpp"
#include "harness/guard/local_bucket.hpp"
#include "harness/model/guards.hpp"
#include "limiters/limiter.hpp"

#include <memory>
#include <optional>

namespace limitproof {

/// What a chain of guards is made of.
struct guard_chain {
  guard_spec guards;
  std::optional<local_share> alone{};  ///< what is handed out while the store does not decide
};

/// A limiter behind its guards, and what can be read of them on the thread it is asked from. The
/// pointers lead into it.
struct guarded_limiter {
  std::unique_ptr<limiter> decides;
  circuit_breaker const* breaker = nullptr;  ///< null: there is none
};

/// The limiter behind its guards, of one node thread. The line a question takes, from the node to
/// the store: local fallback, breaker, limiter; each either answers it or hands it on.
[[nodiscard]] guarded_limiter guarded(std::unique_ptr<limiter> decides, guard_chain const& chain);

}  // namespace limitproof
