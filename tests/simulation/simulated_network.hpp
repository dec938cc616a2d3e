#pragma once

#include "tests/simulation/event_queue.hpp"
#include "tests/simulation/seeded_draws.hpp"

#include <cstdint>

namespace limitproof {

/// How long one way takes: `least_ns` and an exponential rest around `typical_ns`; some go astray
/// for up to `tail_ns` more, and some never arrive.
struct network_weather {
  std::int64_t least_ns = 20'000;
  std::int64_t typical_ns = 100'000;
  std::int64_t tail_ppm = 0;
  std::int64_t tail_ns = 0;
  std::int64_t loss_ppm = 0;
};

/// Carries messages one way at a time; a later one may overtake an earlier one.
class simulated_network {
 public:
  /// `queue` must outlive it.
  simulated_network(event_queue& queue, network_weather const& weather, std::uint64_t seed)
      : queue_(&queue), weather_(weather), draws_(seed) {}

  /// `on_arrival` happens after the delay drawn, or never.
  void carry(event_queue::action on_arrival);

 private:
  event_queue* queue_;
  network_weather weather_;
  seeded_draws draws_;
};

}  // namespace limitproof
