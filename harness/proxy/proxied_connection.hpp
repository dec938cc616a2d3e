#pragma once

#include "harness/net/result_token.hpp"
#include "harness/proxy/passage.hpp"

#include <cstdint>

namespace limitproof {

/// A client's connection and the one that the proxy has to the store in its place. What one side
/// does to it the other sees: a half-close as a half-close, a reset as a reset. Its coroutines must
/// end before it does.
class proxied_connection {
 public:
  /// `way` outlives this.
  proxied_connection(tcp_socket client, fault const& way, std::uint64_t seed);

  /// Connects to the store; false, and the client is reset, if that fails.
  [[nodiscard]] asio::awaitable<bool> open(asio::ip::tcp::endpoint store);

  // Each runs once, beside the others, after `open`.
  [[nodiscard]] asio::awaitable<void> take_from_client();
  [[nodiscard]] asio::awaitable<void> give_to_store();
  [[nodiscard]] asio::awaitable<void> take_from_store();
  [[nodiscard]] asio::awaitable<void> give_to_client();

  /// The way is another: what is held may be due now.
  void notice();

  /// RST to both sides; the coroutines end.
  void reset();

 private:
  tcp_socket client_;
  tcp_socket store_;
  passage to_store_;
  passage to_client_;
};

/// Closes with RST instead of FIN.
void close_with_reset(tcp_socket& socket);

}  // namespace limitproof
