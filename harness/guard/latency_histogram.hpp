#pragma once

#include "harness/guard/tally.hpp"
#include "harness/model/units.hpp"

#include <array>
#include <chrono>

namespace limitproof {

/// The upper bounds of what a histogram tells apart, each included: from a store on this machine to
/// the longest deadline a node gives one.
inline constexpr auto latency_bounds =
    std::array<std::chrono::microseconds, 12>{std::chrono::microseconds(100),
                                              std::chrono::microseconds(250),
                                              std::chrono::microseconds(500),
                                              std::chrono::milliseconds(1),
                                              std::chrono::microseconds(2500),
                                              std::chrono::milliseconds(5),
                                              std::chrono::milliseconds(10),
                                              std::chrono::milliseconds(25),
                                              std::chrono::milliseconds(50),
                                              std::chrono::milliseconds(100),
                                              std::chrono::seconds(1),
                                              std::chrono::seconds(10)};

/// How often calls took how long. One thread adds, any thread reads.
struct latency_histogram {
  std::array<tally, latency_bounds.size() + 1> counts{};  ///< by bound; the last one is beyond all
  tally sum_ns;

  void add(duration took);
  bool operator==(latency_histogram const&) const = default;
};

latency_histogram& operator+=(latency_histogram& sum, latency_histogram const& part);

}  // namespace limitproof
