#include "harness/load/paced_sender.hpp"

namespace limitproof {

paced_sender::paced_sender(surroundings const& around, paced_load const& load)
    : phase_sender(around), pace_(around.planned, load, around.share, around.late_limit) {}

void paced_sender::send_due(std::int64_t now_ns) {
  for (; pace_.is_due(now_ns) && !must_end(); pace_.advance()) {
    if (pace_.is_too_late(now_ns)) {
      skip(pace_.index(), pace_.due_ns());
      continue;
    }
    auto const preferred = pace_.index() / around().share.of % around().connections;
    auto const connection = around().loop.take_free(preferred, around().connections);
    if (!connection) return;
    send(*connection, pace_.index(), pace_.due_ns());
  }
}

void paced_sender::miss_due(std::int64_t now_ns) {
  for (; pace_.is_due(now_ns) && !must_end(); pace_.advance()) skip(pace_.index(), pace_.due_ns());
}

}  // namespace limitproof
