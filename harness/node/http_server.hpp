#pragma once

#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"
#include "harness/node/session.hpp"

#include <boost/intrusive/list.hpp>

namespace limitproof {

/// Accepts on one io_context thread and keeps the sessions. Everything is called on that thread.
class http_server {
 public:
  /// `listener` is bound and listening; `desk` and the limiter it names outlive the server.
  http_server(tcp_acceptor listener, service& desk);
  http_server(http_server const&) = delete;
  http_server& operator=(http_server const&) = delete;

  /// Begins to accept.
  void start();

  /// Stops accepting, lets requests under way be answered for at most `grace` (longer than a
  /// limiter takes), then cuts off what is left. Idle connections are closed at once.
  [[nodiscard]] asio::awaitable<void> stop(duration grace);

 private:
  [[nodiscard]] asio::awaitable<void> accept();
  [[nodiscard]] asio::awaitable<void> serve(tcp_socket socket);
  [[nodiscard]] asio::awaitable<void> sweep();

  tcp_acceptor listener_;
  service& desk_;
  boost::intrusive::list<session, boost::intrusive::constant_time_size<false>> sessions_;
  bool stopping_ = false;
  task_group caretakers_;  ///< accept and sweep
  task_group clients_;
};

}  // namespace limitproof
