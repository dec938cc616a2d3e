#pragma once

#include "harness/model/units.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <cstdint>
#include <filesystem>

namespace limitproof {

/// A wall clock that stands still until it is moved, in a file that redis-server reads its time
/// from if it has tests/limiters/store_clock_shim.c preloaded. Every command sees a move that was
/// made before it was sent.
class stopped_clock {
 public:
  static constexpr std::int64_t start_us = 1'700'000'000'000'000;

  stopped_clock();
  ~stopped_clock();
  stopped_clock(stopped_clock const&) = delete;
  stopped_clock& operator=(stopped_clock const&) = delete;

  [[nodiscard]] std::filesystem::path const& file() const { return file_; }

  /// Microseconds since the epoch.
  [[nodiscard]] std::int64_t now_us() const;

  void set_us(std::int64_t us);

 private:
  temporary_directory folder_;
  std::filesystem::path file_;
  std::int64_t* us_;
};

}  // namespace limitproof
