#include "harness/load/reactive_sender.hpp"

#include "harness/model/splitmix64.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
// Retry-After is a whole number of seconds: only what comes earlier than this is early for certain.
constexpr std::int64_t early_by_ns = 1'100'000'000;

std::vector<std::pair<std::int64_t, std::size_t>> room_for(std::size_t clients) {
  std::vector<std::pair<std::int64_t, std::size_t>> room;
  room.reserve(clients);
  return room;
}

}  // namespace

reactive_sender::reactive_sender(surroundings const& around, reactive_load const& load)
    : phase_sender(around),
      load_(load),
      clients_(around.connections),
      waiting_(std::greater<>{}, room_for(around.connections)) {}

/// When a client whose request was answered asks again.
std::int64_t reactive_sender::due_after(client const& c, std::size_t number) const {
  auto const& last = *c.last;
  auto const answered_ns = last.received_ns == absent ? last.sent_ns : last.received_ns;
  bool const is_told = last.result == outcome::denied && last.retry_after_s != absent;
  if (!is_told || load_.obeys == obedience::never) return answered_ns + load_.pause.count();
  auto wait_ns = last.retry_after_s * second_ns;
  if (load_.obeys == obedience::early)
    wait_ns = std::max(wait_ns - early_by_ns, load_.pause.count());
  if (load_.jitter.count() > 0) {
    auto const drawn = splitmix64(around().planned.keys.seed + number, c.requests);
    wait_ns += static_cast<std::int64_t>(drawn % static_cast<std::uint64_t>(load_.jitter.count()));
  }
  return answered_ns + wait_ns;
}

void reactive_sender::send_due(std::int64_t now_ns) {
  see_who_is_free();
  while (!waiting_.empty() && waiting_.top().first <= now_ns && !must_end()) {
    auto const number = waiting_.top().second;
    waiting_.pop();
    clients_[number].is_waiting = false;
    if (clients_[number].is_closed || around().loop.is_idle(connection_at(number)))
      send_next(number);
    // Otherwise its connection was lost: it is free again once it is open, and due at once.
  }
}

void reactive_sender::see_who_is_free() {
  while (auto const free = take_any()) {
    auto const number = *free - around().first_connection;
    auto& c = clients_[number];
    if (c.is_waiting) continue;  // reopened while its client waits
    if (c.last != nullptr && c.due_ns == absent) c.due_ns = due_after(c, number);
    c.is_waiting = true;
    c.is_closed = !around().loop.is_idle(*free);
    waiting_.emplace(c.due_ns, number);
  }
}

void reactive_sender::send_next(std::size_t number) {
  auto& c = clients_[number];
  c.is_closed = false;
  auto const intended_ns = std::max(c.due_ns, start_ns());
  auto* const sent = send(connection_at(number), index_in_round(c.requests, number), intended_ns);
  if (sent == nullptr) return;
  ++c.requests;
  c.last = sent;
  c.due_ns = absent;
}

void reactive_sender::end() {
  for (; !waiting_.empty(); waiting_.pop())
    around().loop.give_back(connection_at(waiting_.top().second));
}

std::int64_t reactive_sender::next_change_ns(std::int64_t) const {
  return waiting_.empty() ? end_ns() : std::min(end_ns(), waiting_.top().first);
}

}  // namespace limitproof
