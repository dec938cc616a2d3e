#include "harness/redis/redis_connection.hpp"

#include "harness/model/assert.hpp"
#include "harness/redis/command_arguments.hpp"
#include "harness/redis/hiredis_on_asio.hpp"
#include "harness/redis/ignore_sigpipe.hpp"
#include "harness/redis/pending_commands.hpp"
#include "harness/redis/reply_from_hiredis.hpp"

#include <chrono>
#include <string_view>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <hiredis/async.h>

namespace limitproof {

namespace {

using steady = std::chrono::steady_clock;
using replies = std::vector<redis_reply>;

constexpr auto reconnect_interval = std::chrono::milliseconds(100);

/// A store that takes commands and answers none would otherwise let them pile up without end.
constexpr std::size_t most_late_replies = 10'000;

/// Resumes from the loop, never inside a hiredis callback: the woken coroutine may close the
/// connection that is being read.
template <class Handler>
class posting_waiter final : public reply_waiter {
 public:
  explicit posting_waiter(Handler handler) : handler_(std::move(handler)) {}

  void tell(result<replies> outcome) override {
    auto const executor = asio::get_associated_executor(handler_);
    auto resume = [handler = std::move(handler_), outcome = std::move(outcome)]() mutable {
      std::move(handler)(std::move(outcome));
    };
    asio::post(executor, std::move(resume));
  }

 private:
  Handler handler_;
};

asio::awaitable<result<redis_reply>> only_reply(asio::awaitable<result<replies>> pipeline) {
  auto outcome = co_await std::move(pipeline);
  if (!outcome) co_return outcome.error();
  co_return std::move(outcome->front());
}

}  // namespace

/// The connection's state. Shared with the operations in flight, which may be resumed after the
/// redis_connection is gone.
class redis_connection::channel : public std::enable_shared_from_this<channel> {
 public:
  channel(asio::any_io_executor executor, address store, duration deadline)
      : give_up_(executor), store_(std::move(store)), deadline_(deadline), names_(executor) {
    boost::system::error_code numeric;
    asio::ip::make_address_v4(store_.host, numeric);
    if (!numeric) {
      where_ = store_.host;
      return;
    }
    // Nothing is served yet, so nothing waits; and the first command finds an address.
    boost::system::error_code ec;
    take(ec, names_.resolve(asio::ip::tcp::v4(), store_.host, "", ec));
    is_name_ = true;
  }

  [[nodiscard]] asio::awaitable<result<replies>> run(
      std::vector<std::vector<std::string>> commands) {
    auto start = [self = shared_from_this(), commands = std::move(commands)](auto handler) {
      using waiter = posting_waiter<decltype(handler)>;
      self->send(commands, std::make_unique<waiter>(std::move(handler)));
    };
    return asio::async_initiate<asio::use_awaitable_t<> const, void(result<replies>)>(
        std::move(start), asio::use_awaitable);
  }

  void close() {
    closed_ = true;
    names_.cancel();
    disconnect("the connection was closed");
  }

 private:
  void send(std::vector<std::vector<std::string>> const& commands,
            std::unique_ptr<reply_waiter> waiter) {
    auto const now = steady::now();
    if (!context_) connect(now);
    if (!context_) return waiter->tell(unavailable(failure_));
    pending_.push(now + deadline_, commands.size(), std::move(waiter));
    for (auto const& command : commands) {
      command_arguments raw(command);
      int const status = redisAsyncCommandArgv(
          context_, on_reply, nullptr, raw.count(), raw.texts(), raw.lengths());
      LIMITPROOF_ASSERT(status == REDIS_OK);
    }
    watch_deadlines();
  }

  /// Leaves `context_` null and says why in `failure_` when there is no connection to be had.
  void connect(steady::time_point now) {
    if (closed_ || now < next_connect_) return;
    next_connect_ = now + reconnect_interval;
    if (is_name_) look_up();
    if (where_.empty()) return;
    auto* const context = redisAsyncConnect(where_.c_str(), store_.port);
    LIMITPROOF_ASSERT(context != nullptr);
    if (context->err != 0) {
      failure_ = context->errstr;
    } else if (auto const ec = attach_to_loop(*context, give_up_.get_executor())) {
      failure_ = ec.message();
    } else {
      context_ = context;
      context_->data = this;
      redisAsyncSetConnectCallback(context_, on_connect);
      redisAsyncSetDisconnectCallback(context_, on_disconnect);
      return;
    }
    redisAsyncFree(context);
  }

  /// What a name stands for may change while the store is away, as a container's address does. So
  /// each attempt to connect asks again, and is made with what was known; the next has the answer.
  void look_up() {
    if (looking_up_) return;
    looking_up_ = true;
    names_.async_resolve(asio::ip::tcp::v4(),
                         store_.host,
                         "",
                         [self = shared_from_this()](auto ec, auto const& found) {
                           self->looking_up_ = false;
                           self->take(ec, found);
                         });
  }

  /// A name that is unknown for now stands for what it stood for at last.
  void take(boost::system::error_code ec, asio::ip::tcp::resolver::results_type const& found) {
    if (!ec && !found.empty())
      where_ = found.begin()->endpoint().address().to_string();
    else if (where_.empty())
      failure_ = "looking up the name: " + ec.message();
  }

  static channel* owner_of(redisAsyncContext const* context) {
    return static_cast<channel*>(context->data);
  }

  static void on_connect(redisAsyncContext const* context, int status) {
    if (auto* const self = owner_of(context); self && status != REDIS_OK)
      self->lost("cannot connect");
  }

  static void on_disconnect(redisAsyncContext const* context, int) {
    if (auto* const self = owner_of(context)) self->lost("connection lost");
  }

  /// hiredis answers everything in flight with null when a connection ends.
  static void on_reply(redisAsyncContext* context, void* reply, void*) {
    auto* const self = owner_of(context);
    if (!self) return;
    if (!reply) return self->lost("connection lost");
    self->pending_.take(reply_from_hiredis(*static_cast<redisReply*>(reply)));
  }

  /// hiredis is about to free the context itself.
  void lost(std::string_view what) {
    context_->data = nullptr;
    auto const* const context = std::exchange(context_, nullptr);
    fail(fmt::format("{}: {}", what, context->c.errstr));
  }

  void disconnect(std::string why) {
    if (context_) {
      context_->data = nullptr;
      redisAsyncFree(std::exchange(context_, nullptr));
    }
    fail(std::move(why));
  }

  void fail(std::string why) {
    failure_ = std::move(why);
    give_up_.cancel();
    pending_.fail_all(unavailable(failure_));
  }

  /// One timer for all: it is set to the oldest deadline and not moved by later commands.
  void watch_deadlines() {
    auto const next = pending_.next_deadline();
    if (watching_ || !next) return;
    watching_ = true;
    give_up_.expires_at(*next);
    give_up_.async_wait([self = shared_from_this()](boost::system::error_code) {
      self->watching_ = false;
      self->give_up_overdue();
      self->watch_deadlines();
    });
  }

  void give_up_overdue() {
    auto const milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_).count();
    auto const now = steady::now();
    auto const next = pending_.next_deadline();
    if (!next || now < *next) return;
    bool const connected = (context_->c.flags & REDIS_CONNECTED) != 0;
    if (!connected) return disconnect(fmt::format("no connection within {} ms", milliseconds));
    pending_.give_up(now, unavailable(fmt::format("no reply within {} ms", milliseconds)));
    if (pending_.late() > most_late_replies)
      disconnect(fmt::format("{} commands were never answered", pending_.late()));
  }

  [[nodiscard]] error unavailable(std::string_view why) const {
    return error{errc::store_unavailable,
                 fmt::format("redis at {}:{}: {}", store_.host, store_.port, why)};
  }

  steady_timer give_up_;
  address const store_;
  duration const deadline_;
  asio::ip::tcp::resolver names_;
  bool is_name_ = false;  ///< what `store_` has for a host
  bool looking_up_ = false;
  std::string where_;                     ///< the numeric address of the host; empty: not known yet
  redisAsyncContext* context_ = nullptr;  ///< hiredis' until it is freed; null: not connected
  pending_commands pending_;
  std::string failure_;  ///< why there is no connection
  steady::time_point next_connect_ = steady::time_point::min();
  bool watching_ = false;
  bool closed_ = false;
};

redis_connection::redis_connection(asio::any_io_executor executor, address store, duration deadline)
    : channel_(std::make_shared<channel>(std::move(executor), std::move(store), deadline)) {
  ignore_sigpipe();
}

redis_connection::~redis_connection() {
  channel_->close();
}

asio::awaitable<result<redis_reply>> redis_connection::command(std::vector<std::string> arguments) {
  std::vector<std::vector<std::string>> single;
  single.push_back(std::move(arguments));
  return only_reply(channel_->run(std::move(single)));
}

asio::awaitable<result<std::vector<redis_reply>>> redis_connection::pipeline(
    std::vector<std::vector<std::string>> commands) {
  return channel_->run(std::move(commands));
}

void redis_connection::close() {
  channel_->close();
}

}  // namespace limitproof
