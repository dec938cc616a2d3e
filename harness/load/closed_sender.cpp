#include "harness/load/closed_sender.hpp"

namespace limitproof {

void closed_sender::send_due(std::int64_t) {
  while (!must_end()) {
    auto const connection = take_connection(next_index_, 0);
    if (!connection) return;
    send_several(*connection, next_index_, pipeline_, when_sent);
    next_index_ += around().share.of * pipeline_;
  }
}

}  // namespace limitproof
