#include "harness/stack/wait_limit.hpp"

#include <fmt/format.h>

namespace limitproof {

wait_limit::wait_limit(duration length, std::atomic<bool> const& stop)
    : length_(length), deadline_(std::chrono::steady_clock::now() + length), stop_(stop) {}

std::optional<error> wait_limit::exceeded(std::string const& awaited) const {
  if (stop_) return error{errc::interrupted, "interrupted while waiting for " + awaited};
  if (std::chrono::steady_clock::now() < deadline_) return std::nullopt;
  auto const length = std::chrono::duration_cast<std::chrono::milliseconds>(length_);
  return error{errc::stack_failed, fmt::format("no {} within {} ms", awaited, length.count())};
}

}  // namespace limitproof
