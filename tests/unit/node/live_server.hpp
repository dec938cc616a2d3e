#pragma once

#include "harness/net/open_listener.hpp"
#include "harness/node/http_server.hpp"

#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace limitproof {

/// A limiter that answers at once, and remembers the keys it was asked for.
class scripted_limiter : public limiter {
 public:
  using script = std::function<result<decision>(limit_request const&)>;

  explicit scripted_limiter(script answer) : answer_(std::move(answer)) {}

  asio::awaitable<result<decision>> check(limit_request request) override {
    remember(request.key);
    co_return answer_(request);
  }

  [[nodiscard]] std::vector<std::string> asked() const {
    std::lock_guard const lock(mutex_);
    return asked_;
  }

 private:
  void remember(std::string const& key) {
    std::lock_guard const lock(mutex_);
    asked_.push_back(key);
  }

  script answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
};

inline result<decision> admit(limit_request const&) {
  decision d;
  d.admitted = true;
  d.limit = 10;
  d.remaining = 9;
  return d;
}

/// A limiter that tells when it is asked and answers when it is let go.
class held_limiter : public limiter {
 public:
  asio::awaitable<result<decision>> check(limit_request request) override {
    auto const executor = co_await asio::this_coro::executor;
    steady_timer held(executor, steady_timer::time_point::max());
    waiting_ = &held;
    asked_.set_value();
    co_await held.async_wait();
    co_return admit(request);
  }

  void await_question() { asked_.get_future().wait(); }

  /// On the server's thread.
  void let_go() { waiting_->cancel(); }

 private:
  std::promise<void> asked_;
  steady_timer* waiting_ = nullptr;
};

/// An http_server on a thread of its own, stopped and joined at the end: the join fails to return
/// if the server leaves anything running.
class live_server {
 public:
  explicit live_server(limiter& decides,
                       on_store_error rule = on_store_error::open,
                       session_patience patience = {})
      : desk_{decides,
              promised_,
              rule,
              make_fixed_texts(
                  "node-1",
                  promised_,
                  make_quota_words({quota_dialect::ietf_03}, promised_, algorithm::token_bucket)),
              patience,
              [this](std::string const& line) { log_.push_back(line); }},
        listener_(open_listener(loop_, address{}).value()),
        port_(local_address(listener_).port),
        server_(std::move(listener_), desk_) {
    server_.start();
    thread_ = std::thread([this] { loop_.run(); });
  }

  ~live_server() { stop(); }

  live_server(live_server const&) = delete;
  live_server& operator=(live_server const&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Once; what is returned is ready when the server has stopped.
  std::shared_future<void> begin_stop(duration grace) {
    stopped_ = asio::co_spawn(loop_, server_.stop(grace), asio::use_future).share();
    return stopped_;
  }

  void stop() {
    if (!stopped_.valid()) begin_stop(std::chrono::seconds(20));
    if (thread_.joinable()) thread_.join();
  }

  /// On the server's thread, soon.
  void post(std::function<void()> action) { asio::post(loop_, std::move(action)); }

  [[nodiscard]] node_counters counters_after_stop() {
    stop();
    return counters_of(desk_.answers);
  }

  [[nodiscard]] std::vector<std::string> const& log_after_stop() {
    stop();
    return log_;
  }

 private:
  policy const promised_{{limit{10, std::chrono::seconds(1), 10}}};
  asio::io_context loop_{1};
  std::vector<std::string> log_;
  service desk_;
  tcp_acceptor listener_;
  std::uint16_t port_;
  http_server server_;
  std::shared_future<void> stopped_;
  std::thread thread_;
};

}  // namespace limitproof
