#include "harness/load/gate_sender.hpp"

namespace limitproof {

gate_sender::gate_sender(surroundings const& around, gate_load const& load)
    : phase_sender(around), load_(load), held_(around.connections) {}

std::int64_t gate_sender::hold_from_ns() const {
  return start_ns() + static_cast<std::int64_t>(round_) * load_.every.count();
}

std::int64_t gate_sender::release_ns() const {
  return hold_from_ns() + load_.hold.count();
}

void gate_sender::send_due(std::int64_t now_ns) {
  if (is_over(now_ns) || now_ns < hold_from_ns()) return;
  if (now_ns < release_ns())
    hold_more();
  else if (now_ns - release_ns() <= around().late_limit.count())
    release();
  else
    miss_due(now_ns);
}

void gate_sender::hold_more() {
  for (std::size_t i = 0; i < held_.size(); ++i) {
    if (held_[i]) continue;
    auto const index = index_in_round(round_, i);
    auto const key = draw_key(around().planned.keys, index);
    auto const connection = connection_at(i);
    held_[i] = around().loop.hold(connection, request_for(connection, key, variant_of(index)));
  }
}

void gate_sender::release() {
  for (std::size_t i = 0; i < held_.size() && !must_end(); ++i) {
    // A connection that was lost meanwhile, or answered before it was asked, takes no part.
    auto const connection = connection_at(i);
    if (!held_[i] || !around().loop.is_held(connection))
      skip(index_in_round(round_, i), release_ns());
    else if (auto* const record = begin(connection, index_in_round(round_, i), release_ns()))
      around().loop.release(connection, *record);
  }
  next_round();
}

void gate_sender::miss_due(std::int64_t now_ns) {
  while (!is_over(now_ns) && now_ns > release_ns() && !must_end()) {
    for (std::size_t i = 0; i < held_.size(); ++i) {
      if (held_[i]) around().loop.let_go(connection_at(i));
      skip(index_in_round(round_, i), release_ns());
    }
    next_round();
  }
}

void gate_sender::next_round() {
  ++round_;
  held_.assign(held_.size(), false);
}

std::int64_t gate_sender::next_change_ns(std::int64_t now_ns) const {
  return now_ns < hold_from_ns() ? hold_from_ns() : release_ns();
}

}  // namespace limitproof
