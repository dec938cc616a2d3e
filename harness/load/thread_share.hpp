#pragma once

#include <cstdint>

namespace limitproof {

/// A generator thread's part in a phase of several threads.
struct thread_share {
  std::uint32_t index = 0;
  std::uint32_t of = 1;
};

}  // namespace limitproof
