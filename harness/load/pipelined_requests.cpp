#include "harness/load/exchange_loop.hpp"
#include "harness/load/outcome_of_response.hpp"

// Several requests on one connection, written at once and answered in their order (RFC 9112 section
// 9.3.2). The one in front is the connection's request as ever; the others stand in its line. The
// time a request may wait for its answer is counted from when all were written.

namespace limitproof {

void exchange_loop::send_together(std::size_t index, std::vector<request_in_line> const& requests) {
  auto& c = connections_[index];
  c.unsent = c.workspace;
  c.is_head = requests.front().is_head;
  c.line.assign(requests.begin() + 1, requests.end());
  c.line_next = 0;
  c.bytes_behind = c.workspace.size() - requests.front().bytes;
  unanswered_ += c.line.size();
  counts_.sent += c.line.size();
  carry(c, *requests.front().record);
}

/// The whole request in front has been written.
bool exchange_loop::is_sent(connection const& c) {
  return c.unsent.size() <= c.bytes_behind;
}

/// Whatever was asked on this connection will not be answered there. Before a request's last byte
/// was sent no node can have seen it whole.
void exchange_loop::conclude_unanswered(connection& c) {
  for (; c.record != nullptr; next_in_line(c))
    conclude(c, is_sent(c) ? outcome::unknown : outcome::not_decided);
}

/// The request in front is concluded: the next one comes to the front, if there is one.
void exchange_loop::next_in_line(connection& c) {
  if (c.line_next == c.line.size()) return;
  auto const& next = c.line[c.line_next++];
  c.record = next.record;
  c.is_head = next.is_head;
  c.bytes_behind -= next.bytes;
  c.scanner.start(c.is_head);
  c.first_byte_ns = absent;
}

/// The request in front is answered, and this connection stays.
void exchange_loop::await_next_in_line(connection& c) {
  c.answered = true;
  conclude(c, outcome_of_response(c.scanner.head()));
  next_in_line(c);
}

}  // namespace limitproof
