#include "harness/guard/guarded.hpp"

namespace limitproof {

std::unique_ptr<limiter> guarded(std::unique_ptr<limiter> decides, guard_spec const&) {
  return decides;
}

}  // namespace limitproof
