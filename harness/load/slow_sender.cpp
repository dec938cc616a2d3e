#include "harness/load/slow_sender.hpp"

namespace limitproof {

void slow_sender::send_due(std::int64_t now_ns) {
  if (now_ns >= end_ns()) return give_up();
  if (now_ns < next_step_ns() || must_end()) return;
  // Steps that a stalled thread missed are not made up for.
  steps_ = static_cast<std::uint64_t>((now_ns - start_ns()) / pause_ns_) + 1;
  begin_where_free();
  step();
}

void slow_sender::begin_where_free() {
  while (auto const connection = take_any()) {
    auto const number = *connection - around().first_connection;
    auto const index = index_in_round(begun_[number]++, number);
    auto* const record = begin(*connection, index, when_sent);
    if (record == nullptr) return;
    around().loop.begin_slowly(
        *connection, *record, request_for(*connection, record->key, record->variant));
  }
}

void slow_sender::step() {
  for (std::size_t i = 0; i < around().connections; ++i)
    if (around().loop.is_trickling(connection_at(i))) around().loop.trickle(connection_at(i));
}

void slow_sender::give_up() {
  for (std::size_t i = 0; i < around().connections; ++i)
    around().loop.give_up_slow(connection_at(i));
  is_given_up_ = true;
}

}  // namespace limitproof
