#pragma once

#include <atomic>
#include <cstdint>

namespace limitproof {

/// A count that one thread adds to and any thread may read at any time: a reader sees some recent
/// value, and holds up nobody. Copied, it is a value.
class tally {
 public:
  tally(std::int64_t value = 0) : value_(value) {}  // NOLINT(google-explicit-constructor)

  tally(tally const& other) : value_(other.value()) {}

  tally& operator=(tally const& other) {
    value_.store(other.value(), std::memory_order_relaxed);
    return *this;
  }

  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  /// Only its owner calls it, so no increment can be lost between the load and the store.
  tally& operator+=(std::int64_t more) {
    value_.store(value() + more, std::memory_order_relaxed);
    return *this;
  }

  tally& operator++() { return *this += 1; }

  bool operator==(tally const& other) const { return value() == other.value(); }

 private:
  std::atomic<std::int64_t> value_;
};

}  // namespace limitproof
