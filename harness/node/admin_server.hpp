#pragma once

#include "harness/net/accepted_clients.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace limitproof {

/// The whole answer, head and body, to a request whose head begins with `request_line`: what
/// `metrics` returns for GET and HEAD of /metrics, whatever its query, and 404 or 405 for all else.
[[nodiscard]] std::string answer_admin(std::string_view request_line,
                                       std::function<std::string()> const& metrics);

/// Answers scrapes on one io_context thread that serves nothing else, one request a connection. A
/// few connections at a time, each for a few seconds: whoever is slow, or one too many, is cut off.
class admin_server {
 public:
  /// `listener` is bound and listening.
  admin_server(tcp_acceptor listener, std::function<std::string()> metrics);

  /// Begins to accept.
  void start() { clients_.start(); }

  /// Stops accepting and cuts off who is being answered; the loop runs out of its work soon after.
  void close() { clients_.close(); }

 private:
  [[nodiscard]] asio::awaitable<void> serve(tcp_socket socket);

  std::function<std::string()> metrics_;
  accepted_clients clients_;
};

}  // namespace limitproof
