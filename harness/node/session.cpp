#include "harness/node/session.hpp"

#include "harness/model/splitmix64.hpp"

#include <utility>
#include <variant>

#include <boost/asio/write.hpp>

namespace limitproof {

namespace {

constexpr std::size_t read_size = 2048;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

session::session(tcp_socket socket, service& desk)
    : socket_(std::move(socket)), desk_(desk), buffer_(largest_head + read_size) {}

asio::awaitable<void> session::run() {
  while (connection_ == connection::open && !draining_) co_await serve_one();
  if (connection_ == connection::answered_last) co_await close_gently();
}

void session::expire(time_point now) {
  if (now >= give_up_at_) stop_waiting();
}

void session::drain() {
  draining_ = true;
  if (waiting_ == waiting::next_request || waiting_ == waiting::close) stop_waiting();
}

asio::awaitable<void> session::serve_one() {
  counter_ = nullptr;
  book_.reset();
  request_reader request(desk_.policies != nullptr);
  auto const got = co_await read_request(request);
  waiting_ = waiting::nothing;
  give_up_at_ = time_point::max();
  if (got.end == reading::lost) {
    connection_ = connection::lost;
    co_return;
  }

  auto& facts = request.facts();
  response answer;
  if (got.end == reading::refused)
    answer = refused(got.why);
  else
    answer = co_await decide(facts);
  if (!facts.health) count(counter_ ? *counter_->answers : desk_.answers, answer);

  bool const last = got.end == reading::refused || !facts.keep_alive || draining_;
  delivery const how{facts.head, facts.http_1_0, !last, desk_.dates.at(read_node_clock())};
  out_.clear();
  render(answer, how, counter_ ? counter_->texts : desk_.texts, out_);
  if (last) connection_ = connection::answered_last;
  co_await write(out_);
}

asio::awaitable<session::read_outcome> session::read_request(request_reader& request) {
  bool invited_body = false;
  wait_for(waiting::next_request, desk_.patience.idle);
  for (;;) {
    feed_buffered(request);
    if (request.state() == request_reader::progress::complete)
      co_return read_outcome{reading::complete};
    if (request.state() == request_reader::progress::refused)
      co_return read_outcome{reading::refused, request.why()};

    if (request.head_done() && request.facts().expects_continue && !invited_body) {
      if (auto const why = find_refusal_of(request.facts()))
        co_return read_outcome{reading::refused, *why};
      invited_body = true;
      co_await write(continue_line);
    }
    bool const begun = request.started() || buffer_.size() > 0;
    if (begun && waiting_ != waiting::rest_of_request)
      wait_for(waiting::rest_of_request, desk_.patience.request);

    if (out_of_patience()) co_return interrupted_read();
    bool const more = co_await read_some();
    if (!more) co_return interrupted_read();
  }
}

void session::feed_buffered(request_reader& request) {
  bool const in_head = !request.head_done();
  auto const taken = request.feed(buffer_.data());
  buffer_.consume(taken);
  if (in_head && request.head_done()) arrived_at_ = last_read_at_;
}

session::read_outcome session::interrupted_read() const {
  if (waiting_ == waiting::rest_of_request && out_of_patience())
    return read_outcome{reading::refused, refusal::request_timeout};
  return read_outcome{reading::lost};
}

asio::awaitable<bool> session::read_some() {
  auto const room = buffer_.prepare(read_size);
  auto const [ec, size] = co_await socket_.async_read_some(room);
  if (ec) co_return false;
  buffer_.commit(size);
  last_read_at_ = read_node_clock();
  co_return true;
}

std::optional<refusal> session::find_refusal_of(request_facts const& facts) const {
  if (!desk_.policies) return find_refusal(facts);
  return find_refusal(facts, key_rule_of(desk_.policies->prepared->set, facts));
}

first_step session::begin(request_facts& facts) {
  if (!desk_.policies) return begin_request(facts, desk_.promised, read_node_clock());
  book_ = desk_.policies;
  auto begun = begin_under(*book_, facts, read_node_clock(), desk_.tier_in_table);
  counter_ = begun.counter;
  return std::move(begun.step);
}

asio::awaitable<response> session::decide(request_facts& facts) {
  auto step = begin(facts);
  if (auto* answer = std::get_if<response>(&step)) co_return *answer;

  auto& question = std::get<limit_request>(step);
  auto const limits = question.limits.size();
  auto& decides = counter_ ? *counter_->decides : desk_.decides;
  auto const asked_at = std::chrono::steady_clock::now();
  auto const decided = co_await decides.check(std::move(question));
  limiter_stamps const stamps{arrived_at_, {}, std::chrono::steady_clock::now() - asked_at};
  auto const draw = splitmix64(desk_.seed, desk_.drawn++);
  answer_rules const rules{desk_.store_error, limits, wait_of_draw(desk_.turned_away, draw)};
  auto const answer = finish_request(decided, stamps, rules);
  if (answer.status == 500) report(decided, limits);
  co_return answer;
}

/// Most answers fit the socket's buffer: writing without waiting spares a turn of the loop.
asio::awaitable<void> session::write(std::string_view text) {
  boost::system::error_code ec;
  auto const written = socket_.write_some(asio::buffer(text), ec);
  if (!ec && written == text.size()) co_return;

  if (!ec || ec == asio::error::would_block) {
    auto const rest = asio::buffer(text.substr(written));
    wait_for(waiting::write, desk_.patience.write);
    auto const [failed, size] = co_await asio::async_write(socket_, rest, use_result{});
    ec = failed;
  }
  if (ec) connection_ = connection::lost;
}

/// Closing with bytes unread makes the kernel send a reset, which can destroy the answer before the
/// client has read it (RFC 9112 section 9.6): so half-close, and read until the client is done.
asio::awaitable<void> session::close_gently() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp_socket::shutdown_send, ignored);
  wait_for(waiting::close, desk_.patience.linger);
  bool more = true;
  while (more && !draining_ && !out_of_patience()) {
    buffer_.clear();
    more = co_await read_some();
  }
}

void session::wait_for(waiting what, duration patience) {
  waiting_ = what;
  give_up_at_ = std::chrono::steady_clock::now() + patience;
}

/// Asked between reads: a client that never lets the socket run dry leaves `expire` no wait to end.
bool session::out_of_patience() const {
  return std::chrono::steady_clock::now() >= give_up_at_;
}

void session::stop_waiting() {
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void session::report(result<decision> const& decided, std::size_t limits) {
  auto const sentence = decided ? "the limiter's decision names limit " +
                                      std::to_string(decided->binding_limit) + " of " +
                                      std::to_string(limits) + ", counted from 0"
                                : "the limiter failed: " + decided.error().what;
  auto const line = desk_.limiter_faults.line_for(sentence, std::chrono::steady_clock::now());
  if (line) desk_.log(*line);
}

}  // namespace limitproof
