#pragma once

#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"
#include "harness/serve/answer_request.hpp"

namespace limitproof {

/// Answers requests on one io_context thread, one a connection. A few connections at a time, each
/// for a few seconds, with a head of bounded size and no body: whoever is slow, or one too many, is
/// cut off.
class page_server {
 public:
  /// `listener` is bound and listening.
  page_server(tcp_acceptor listener, served_runs served);

  /// Begins to accept.
  void start();

  /// Stops accepting and cuts off who is being answered; the loop runs out of its work soon after.
  void close();

 private:
  [[nodiscard]] asio::awaitable<void> accept();
  [[nodiscard]] asio::awaitable<void> serve(tcp_socket socket);

  tcp_acceptor listener_;
  served_runs served_;
  task_group clients_;
};

}  // namespace limitproof
