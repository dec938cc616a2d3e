#include "harness/load/paced_sender.hpp"

namespace limitproof {

void paced_sender::send_due(std::int64_t now_ns) {
  for (; pace_.is_due(now_ns) && !must_end(); pace_.advance()) {
    if (pace_.is_too_late(now_ns)) {
      skip_departure();
      continue;
    }
    auto const connection = take_connection(pace_.index(), pace_.departure() / around().share.of);
    if (!connection) return;
    send_several(*connection, pace_.index(), pace_.size(), pace_.due_ns());
  }
}

void paced_sender::miss_due(std::int64_t now_ns) {
  for (; pace_.is_due(now_ns) && !must_end(); pace_.advance()) skip_departure();
}

void paced_sender::skip_departure() {
  for (std::uint64_t i = 0; i < pace_.size(); ++i) skip(pace_.index() + i, pace_.due_ns());
}

}  // namespace limitproof
