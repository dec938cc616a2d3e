#pragma once

#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"

#include <cstddef>
#include <functional>

namespace limitproof {

/// The clients of a listening socket on one io_context thread, a few at a time: one too many is cut
/// off as soon as it is accepted.
class accepted_clients {
 public:
  using client_task = std::function<asio::awaitable<void>(tcp_socket)>;

  /// `listener` is bound and listening. Each client is `serve`'s until its task ends.
  accepted_clients(tcp_acceptor listener, std::size_t most, client_task serve);

  /// Begins to accept.
  void start();

  /// Stops accepting and cuts off who is being served; the loop runs out of its work soon after.
  void close();

 private:
  [[nodiscard]] asio::awaitable<void> accept();

  tcp_acceptor listener_;
  std::size_t most_;
  client_task serve_;
  task_group tasks_;
};

}  // namespace limitproof
