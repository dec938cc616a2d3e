#pragma once

#include "harness/model/splitmix64.hpp"
#include "harness/net/result_token.hpp"
#include "harness/proxy/held_piece.hpp"

#include <deque>
#include <vector>

namespace limitproof {

/// One direction of a proxied connection: takes from one socket what it gives to another, later.
/// Holds at most 1 MiB and then takes no more, as a full line does. Borrows everything; its two
/// coroutines must end before it does.
class passage {
 public:
  /// `way` is what the proxy was told last; whoever changes it calls `notice` afterwards.
  passage(tcp_socket& from, tcp_socket& to, fault const& way, std::uint64_t seed);

  /// Takes until the sender has sent all. False: the connection was lost.
  [[nodiscard]] asio::awaitable<bool> take();

  /// Gives until everything was given, the end included. False: the connection was lost.
  [[nodiscard]] asio::awaitable<bool> give();

  /// The way is another.
  void notice();

  /// Both coroutines end as soon as they look.
  void give_up();

 private:
  [[nodiscard]] asio::awaitable<bool> write(std::size_t bytes);
  void hold(std::string bytes, bool is_end);

  tcp_socket& from_;
  tcp_socket& to_;
  fault const& way_;
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
  std::vector<char> buffer_;
  std::deque<held_piece> held_;
  std::size_t held_bytes_ = 0;
  proxy_time due_before_{};  ///< when what was given last had been due
  bool given_up_ = false;
  steady_timer room_;  ///< waited for by `take`, cancelled when there is some again
  steady_timer turn_;  ///< waited for by `give`, cancelled when there is something new to look at
};

}  // namespace limitproof
