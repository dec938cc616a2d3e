#include "tests/simulation/simulated_network.hpp"

#include <utility>

namespace limitproof {

void simulated_network::carry(event_queue::action on_arrival) {
  if (draws_.happens(weather_.loss_ppm)) return;
  auto delay_ns = weather_.least_ns + draws_.memoryless(weather_.typical_ns);
  if (draws_.happens(weather_.tail_ppm)) delay_ns += draws_.between(0, weather_.tail_ns);
  queue_->after(delay_ns, std::move(on_arrival));
}

}  // namespace limitproof
