#include "harness/load/exchange_loop.hpp"
#include "harness/load/socket_calls.hpp"

#include <cerrno>

// Requests that go byte by byte. Nothing times them out here: how long a server puts up with them
// is what they ask. What it answers before the request is whole is its answer, a 408 most likely.

namespace limitproof {

void exchange_loop::begin_slowly(std::size_t index, operation& record, std::string_view request) {
  auto& c = connections_[index];
  c.unsent = request;
  c.is_head = asks_for_head(request);
  c.is_slow = true;
  take_on(c, record);
  if (c.state == connection_state::closed) return open(c);
  c.state = connection_state::trickling;
  c.scanner.start(c.is_head);
  c.first_byte_ns = absent;
}

void exchange_loop::trickle(std::size_t index) {
  auto& c = connections_[index];
  bool const is_last = c.unsent.size() == 1;
  if (is_last) c.record->sent_ns = latest_ns_ = now_ns();
  if (send_bytes(c.socket.get(), c.unsent.substr(0, 1)) == 1)
    c.unsent.remove_prefix(1);
  else if (errno != EAGAIN && errno != EINTR)
    return failed(c);
  if (!c.unsent.empty()) return;
  c.state = connection_state::awaiting;
  awaiting_.join(c, latest_ns_);
}

void exchange_loop::give_up_slow(std::size_t index) {
  auto& c = connections_[index];
  bool const is_opening = c.state == connection_state::connecting && c.is_slow;
  if (is_opening || c.state == connection_state::trickling) failed(c);
}

/// One that trickles stands in no line: nothing times it out.
void exchange_loop::stop_waiting(connection& c) {
  if (c.state != connection_state::trickling) awaiting_.leave(c);
}

}  // namespace limitproof
