#include "harness/load/exchange_loop.hpp"

#include "harness/load/client_socket.hpp"
#include "harness/load/monotonic_clock.hpp"
#include "harness/load/outcome_of_response.hpp"
#include "harness/load/socket_calls.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>

namespace limitproof {

namespace {

constexpr std::size_t receive_buffer_bytes = std::size_t{64} * 1024;

// A connection that was refused, or lost without one answer, is left alone this long: a closed
// loop on a dead balancer would otherwise spin on refusals.
constexpr std::int64_t rest_ns = 10'000'000;

}  // namespace

exchange_loop::exchange_loop(setup const& how, record_log& log)
    : setup_(how),
      log_(log),
      samples_(log),
      free_(how.seats.size()),
      buffer_(receive_buffer_bytes) {
  connections_.reserve(how.seats.size());
  for (auto const& place : how.seats) {
    auto& c = connections_.emplace_back(cache_);
    c.number = place.number;
    c.target = place.target;
  }
}

void exchange_loop::begin_warm_up() {
  warming_up_ = true;
  latest_ns_ = now_ns();
  for (auto& c : connections_) open(c);
}

void exchange_loop::start_clock(std::int64_t start_monotonic_ns) {
  warming_up_ = false;
  // A node may answer its first request in the shape of the warm-up, which left no sample.
  cache_.clear();
  start_ns_ = start_monotonic_ns;
  latest_ns_ = now_ns();
  while (auto* const c = resting_.first()) {
    resting_.leave(*c);
    set_free(*c);
  }
}

std::int64_t exchange_loop::now_ns() const {
  return monotonic_now_ns() - start_ns_;
}

void exchange_loop::send(std::size_t index, operation& record, std::string_view request) {
  auto& c = connections_[index];
  c.unsent = request;
  c.is_head = asks_for_head(request);
  carry(c, record);
}

void exchange_loop::take_on(connection& c, operation& record) {
  c.record = &record;
  ++unanswered_;
  ++counts_.sent;
  latest_ns_ = record.sent_ns;
}

void exchange_loop::carry(connection& c, operation& record) {
  take_on(c, record);
  if (c.state == connection_state::closed)
    open(c);
  else
    transmit(c);
}

void exchange_loop::open(connection& c) {
  c.answered = false;
  c.scanner.start();
  c.first_byte_ns = absent;
  c.socket = begin_connect(setup_.targets[c.target]);
  if (!c.socket || !poller_.add(c.socket.get(), index_of(c), /*and_writable=*/true))
    return refused(c, errno);
  c.state = connection_state::connecting;
  awaiting_.join(c, latest_ns_);
}

void exchange_loop::connect_decided(connection& c) {
  latest_ns_ = now_ns();
  awaiting_.leave(c);
  if (int const code = connect_result(c.socket, setup_.targets[c.target]); code != 0)
    refused(c, code);
  else
    established(c);
}

void exchange_loop::established(connection& c) {
  poller_.change(c.socket.get(), index_of(c), false);
  c.state = connection_state::idle;
  if (warming_up_ && !c.warmed_up) {
    ++opened_;
    c.warmed_up = true;
    c.unsent = setup_.warm_up;
    c.is_head = false;
    return transmit(c);
  }
  if (c.record == nullptr) return set_free(c);
  c.record->sent_ns = latest_ns_ = now_ns();
  for (auto i = c.line_next; i < c.line.size(); ++i) c.line[i].record->sent_ns = latest_ns_;
  if (c.is_slow)
    c.state = connection_state::trickling;
  else
    transmit(c);
}

void exchange_loop::refused(connection& c, int code) {
  open_error_ = code;
  conclude_unanswered(c);
  rest(c);
}

void exchange_loop::transmit(connection& c) {
  c.state = connection_state::awaiting;
  c.scanner.start(c.is_head);
  c.first_byte_ns = absent;
  awaiting_.join(c, latest_ns_);
  send_rest(c);
  if (!c.unsent.empty() && c.state == connection_state::awaiting)
    poller_.change(c.socket.get(), index_of(c), /*and_writable=*/true);
}

void exchange_loop::send_rest(connection& c) {
  auto const sent = send_bytes(c.socket.get(), c.unsent);
  if (sent >= 0)
    c.unsent.remove_prefix(static_cast<std::size_t>(sent));
  else if (errno != EAGAIN && errno != EINTR)
    failed(c);
}

int exchange_loop::wait(std::int64_t until_ns) {
  wait_began_ns_ = now_ns();
  int const code = poller_.wait(std::max<std::int64_t>(until_ns - wait_began_ns_, 0));
  latest_ns_ = now_ns();
  return code;
}

bool exchange_loop::handle_next() {
  auto const event = poller_.next();
  if (!event) return false;
  auto& c = connections_[event->number];
  switch (c.state) {
    case connection_state::closed:
      break;
    case connection_state::holding:
      renew(c);  // the peer has closed, or speaks before it was asked
      break;
    case connection_state::connecting:
      connect_decided(c);
      break;
    case connection_state::awaiting:
      if (event->writable && !c.unsent.empty()) {
        send_rest(c);
        if (c.state != connection_state::awaiting) break;
        if (c.unsent.empty()) poller_.change(c.socket.get(), index_of(c), false);
      }
      [[fallthrough]];
    case connection_state::trickling:
    case connection_state::idle:
      if (event->readable) read(c, event->ended);
      break;
  }
  return true;
}

void exchange_loop::read(connection& c, bool ended) {
  for (;;) {
    auto const size = receive_bytes(c.socket.get(), buffer_.data(), buffer_.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    latest_ns_ = now_ns();
    if (size < 0) return c.state == connection_state::idle ? lost_while_idle(c) : failed(c);
    if (size == 0) return peer_ended(c);
    auto const received = static_cast<std::size_t>(size);
    if (!take_bytes(c, {buffer_.data(), received}, ended)) return;
    if (received < buffer_.size() && !ended) return;
  }
}

/// False: `c` is done with, or another socket by now.
bool exchange_loop::take_bytes(connection& c, std::string_view bytes, bool peer_ended) {
  if (c.state == connection_state::idle) {
    // Nothing was asked: the last word of a peer about to close, such as a 408.
    lost_while_idle(c);
    return false;
  }
  do {
    // The decision cannot be later than the first byte of the final answer; interim ones say
    // nothing.
    if (c.scanner.is_fresh()) c.first_byte_ns = latest_ns_;
    auto const status = c.scanner.scan(bytes);
    if (c.scanner.skipped_interim()) c.first_byte_ns = c.scanner.is_fresh() ? absent : latest_ns_;
    if (status == scan_status::need_more) return true;
    if (status == scan_status::broken) {
      failed(c);
      return false;
    }
    auto const goes_on = c.scanner.head().keep_alive && is_sent(c);
    if (!goes_on || c.line_next == c.line.size()) {
      answered(c, goes_on && bytes.empty() && !peer_ended);
      return false;
    }
    await_next_in_line(c);
  } while (!bytes.empty());
  return true;
}

void exchange_loop::peer_ended(connection& c) {
  if (c.state == connection_state::idle) return lost_while_idle(c);
  if (c.scanner.end_of_stream() == scan_status::complete) return answered(c, false);
  failed(c);
}

void exchange_loop::answered(connection& c, bool reusable) {
  stop_waiting(c);
  c.answered = true;
  if (c.record != nullptr) {
    conclude(c, outcome_of_response(c.scanner.head()));
    next_in_line(c);
    conclude_unanswered(c);
  }
  if (!reusable) return renew(c);
  c.state = connection_state::idle;
  set_free(c);
}

/// The exchange broke off: reset, closed early, timed out, or not HTTP.
void exchange_loop::failed(connection& c) {
  stop_waiting(c);
  conclude_unanswered(c);
  renew(c);
}

void exchange_loop::conclude(connection& c, outcome result) {
  auto& record = *c.record;
  auto const& scanner = c.scanner;
  c.record = nullptr;
  c.is_slow = false;
  --unanswered_;
  record.received_ns = c.first_byte_ns;
  if (scanner.has_head()) {
    copy_facts(scanner.head(), record);
    record.node = log_.node_index(scanner.head().node.view());
    counts_.count_answer(record.node, result);
  }
  if (scanner.has_head() || scanner.is_kept())
    record.head = samples_.sample_for(record.id, scanner, scanner.is_broken());
  counts_.count(record, result);
  record_log::conclude(record, result);
}

void exchange_loop::lost_while_idle(connection& c) {
  free_.remove(index_of(c));
  renew(c);
}

/// Another socket in place of this one; at once if this one was any good.
void exchange_loop::renew(connection& c) {
  c.unsent = {};
  if (c.answered)
    open(c);
  else
    rest(c);
}

void exchange_loop::rest(connection& c) {
  c.socket.reset();
  c.unsent = {};
  c.state = connection_state::closed;
  resting_.join(c, latest_ns_);
}

void exchange_loop::set_free(connection& c) {
  free_.add(index_of(c));
}

std::uint32_t exchange_loop::index_of(connection const& c) const {
  return static_cast<std::uint32_t>(&c - connections_.data());
}

void exchange_loop::expire() {
  auto const timeout = setup_.request_timeout.count();
  // Judged by when the wait began: an answer that had come by then has been read.
  if (poller_.saw_all())
    while (auto* const c = awaiting_.first()) {
      if (c->waiting_since_ns + timeout > wait_began_ns_) break;
      if (c->state == connection_state::connecting) {
        awaiting_.leave(*c);
        refused(*c, ETIMEDOUT);
      } else {
        failed(*c);
      }
    }
  while (auto* const c = resting_.first()) {
    if (warming_up_ || c->waiting_since_ns + rest_ns > wait_began_ns_) break;
    resting_.leave(*c);
    set_free(*c);
  }
}

std::int64_t exchange_loop::next_expiry_ns() const {
  auto next = std::numeric_limits<std::int64_t>::max();
  if (auto const* const c = awaiting_.first())
    next = c->waiting_since_ns + setup_.request_timeout.count();
  if (auto const* const c = resting_.first(); c != nullptr && !warming_up_)
    next = std::min(next, c->waiting_since_ns + rest_ns);
  return next;
}

void exchange_loop::abandon() {
  for (auto& c : connections_) conclude_unanswered(c);
}

}  // namespace limitproof
