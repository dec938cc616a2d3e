#include "harness/load/exchange_loop.hpp"
#include "harness/load/socket_calls.hpp"

// Requests that are held back by one byte. HAProxy creates no stream and asks no node before a head
// is whole, so that what a burst's requests still have to do is done when the byte comes.

namespace limitproof {

bool exchange_loop::hold(std::size_t index, std::string_view request) {
  auto& c = connections_[index];
  if (c.state != connection_state::idle || !free_.take_exactly(index)) return false;
  auto const most = request.substr(0, request.size() - 1);
  if (send_bytes(c.socket.get(), most) != static_cast<ssize_t>(most.size())) {
    renew(c);
    return false;
  }
  c.unsent = request.substr(most.size());
  c.is_head = asks_for_head(request);
  c.state = connection_state::holding;
  return true;
}

void exchange_loop::release(std::size_t index, operation& record) {
  carry(connections_[index], record);
}

void exchange_loop::let_go(std::size_t index) {
  if (is_held(index)) renew(connections_[index]);
}

}  // namespace limitproof
