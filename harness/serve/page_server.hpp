#pragma once

#include "harness/model/units.hpp"
#include "harness/net/accepted_clients.hpp"
#include "harness/serve/answer_request.hpp"

#include <chrono>

namespace limitproof {

/// How long is waited for a request to be whole, and for its answer to be taken.
struct page_patience {
  duration request = std::chrono::seconds(10);
  duration answer = std::chrono::seconds(60);
};

/// Answers requests on one io_context thread, one a connection. A few connections at a time, each
/// as long as `patience` says, with a head of bounded size and no body: whoever is slow, or one too
/// many, is cut off.
class page_server {
 public:
  /// `listener` is bound and listening.
  page_server(tcp_acceptor listener, served_runs served, page_patience const& patience = {});

  /// Begins to accept.
  void start() { clients_.start(); }

  /// Stops accepting and cuts off who is being answered; the loop runs out of its work soon after.
  void close() { clients_.close(); }

 private:
  [[nodiscard]] asio::awaitable<void> serve(tcp_socket socket);

  served_runs served_;
  page_patience patience_;
  accepted_clients clients_;
};

}  // namespace limitproof
