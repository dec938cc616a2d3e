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
    auto const key = draw_key(around().planned.keys, index_in_round(round_, i));
    held_[i] = around().loop.hold(i, around().requests.of_key(key));
  }
}

void gate_sender::release() {
  for (std::size_t i = 0; i < held_.size() && !must_end(); ++i) {
    // A connection that was lost meanwhile, or answered before it was asked, takes no part.
    if (!held_[i] || !around().loop.is_held(i))
      skip(index_in_round(round_, i), release_ns());
    else if (auto* const record = begin(i, index_in_round(round_, i), release_ns()))
      around().loop.release(i, *record);
  }
  next_round();
}

void gate_sender::miss_due(std::int64_t now_ns) {
  while (!is_over(now_ns) && now_ns > release_ns() && !must_end()) {
    for (std::size_t i = 0; i < held_.size(); ++i) {
      if (held_[i]) around().loop.let_go(i);
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
