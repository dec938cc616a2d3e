#include "harness/load/closed_sender.hpp"

namespace limitproof {

void closed_sender::send_due(std::int64_t) {
  while (!must_end()) {
    auto const connection = around().loop.take_free(0, around().connections);
    if (!connection) return;
    auto* const sent = begin(*connection, next_index_, absent);
    if (sent == nullptr) return;
    sent->intended_ns = sent->sent_ns;
    around().loop.send(*connection, *sent, around().requests.of_key(sent->key));
    next_index_ += around().share.of;
  }
}

}  // namespace limitproof
