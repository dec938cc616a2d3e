#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace limitproof {

/// A response as it came over the wire.
struct raw_answer {
  int status = 0;
  std::string head;  ///< with the status line and the empty line
  std::string body;

  /// The value of the first line of this name, as spelled; empty if there is none.
  [[nodiscard]] std::string header(std::string const& name) const {
    auto const at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    auto const begin = at + 2 + name.size() + 2;
    return head.substr(begin, head.find('\r', begin) - begin);
  }
};

/// A blocking client that writes what it is told, well-formed or not. Waits end with an exception
/// after 30 s, which only a hang reaches.
class raw_client {
 public:
  /// `receive_buffer` > 0 makes the window small, so that answers pile up at the sender.
  explicit raw_client(std::uint16_t port, int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    timeval const hang{30, 0};
    int const on = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &hang, sizeof hang);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &hang, sizeof hang);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof where);
    std::copy_n(
        reinterpret_cast<char const*>(&where), sizeof where, reinterpret_cast<char*>(&generic));
    if (::connect(socket_, &generic, sizeof generic) != 0)
      throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }

  ~raw_client() { ::close(socket_); }

  raw_client(raw_client const&) = delete;
  raw_client& operator=(raw_client const&) = delete;

  /// False when the peer has closed.
  bool send(std::string_view text) {
    while (!text.empty()) {
      auto const sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void half_close() { ::shutdown(socket_, SHUT_WR); }

  /// The next answer; `to_head` if it was asked for by HEAD.
  raw_answer read(bool to_head = false) {
    raw_answer answer;
    auto const end_of_head = fill_until("\r\n\r\n") + 4;
    answer.head = take(end_of_head);
    answer.status = std::stoi(answer.head.substr(9, 3));
    auto const length = answer.header("Content-Length");
    if (!to_head && !length.empty()) {
      auto const size = std::stoul(length);
      while (received_.size() < size) fill();
      answer.body = take(size);
    }
    return answer;
  }

  raw_answer ask(std::string_view request) {
    send(request);
    return read();
  }

  /// Everything up to the close.
  std::string rest() {
    while (receive() > 0) continue;
    return take(received_.size());
  }

  /// The peer has reset the connection rather than closed it; after `rest`.
  [[nodiscard]] bool was_reset() const { return was_reset_; }

 private:
  std::size_t receive() {
    std::array<char, 16384> buffer;
    auto const size = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (size < 0 && errno != ECONNRESET) throw std::runtime_error("the answer does not come");
    if (size < 0) was_reset_ = true;
    auto const received = static_cast<std::size_t>(std::max<ssize_t>(size, 0));
    received_.append(buffer.data(), received);
    return received;
  }

  void fill() {
    if (receive() == 0) throw std::runtime_error("closed after \"" + received_ + "\"");
  }

  std::size_t fill_until(std::string_view mark) {
    for (;;) {
      auto const at = received_.find(mark);
      if (at != std::string::npos) return at;
      fill();
    }
  }

  std::string take(std::size_t size) {
    auto text = received_.substr(0, size);
    received_.erase(0, size);
    return text;
  }

  int socket_;
  std::string received_;
  bool was_reset_ = false;
};

/// A sound request of `key`.
inline std::string get(std::string const& key, std::string const& more_lines = "") {
  return "GET / HTTP/1.1\r\nHost: h\r\nX-Api-Key: " + key + "\r\n" + more_lines + "\r\n";
}

}  // namespace limitproof
