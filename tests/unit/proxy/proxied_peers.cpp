#include "tests/unit/proxy/proxied_peers.hpp"

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <utility>

namespace limitproof {

proxied_peers::proxied_peers() {
  auto const announced = std::make_shared<std::promise<proxy_addresses>>();
  proxy_settings const settings{{"127.0.0.1", store_.port()}, 7};
  ended_ = std::async(std::launch::async, [settings, announced] {
    return run_proxy(settings, [&](proxy_addresses const& found) { announced->set_value(found); });
  });
  found_ = announced->get_future().get();
  control_ = connected_to(found_.control);
}

proxied_peers::~proxied_peers() {
  control_.close();
}

std::string proxied_peers::tell(std::string const& line) {
  send_all(control_, line + "\n");
  std::string answer;
  while (!answer.ends_with('\n')) {
    auto const next = receive(control_, 1);
    if (next.empty()) return answer;
    answer += next;
  }
  answer.pop_back();
  return answer;
}

file_descriptor proxied_peers::connect() const {
  return connected_to(found_.nodes);
}

file_descriptor proxied_peers::accept() const {
  return file_descriptor(::accept(store_.socket(), nullptr, nullptr));
}

result<void> proxied_peers::lose_control() {
  control_.close();
  return ended_.get();
}

file_descriptor connected_to(address const& where) {
  file_descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(where.port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<sockaddr const*>(&name), sizeof name) != 0)
    throw std::runtime_error("nobody listens there");
  return socket;
}

void send_all(file_descriptor const& socket, std::string const& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    auto const size = ::send(socket.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return;
    sent += static_cast<std::size_t>(size);
  }
}

std::string receive(file_descriptor const& socket, std::size_t bytes) {
  std::string received(bytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes) {
    auto const size = ::recv(socket.get(), received.data() + filled, bytes - filled, 0);
    if (size <= 0) break;
    filled += static_cast<std::size_t>(size);
  }
  received.resize(filled);
  return received;
}

int end_of(file_descriptor const& socket) {
  char byte = 0;
  for (;;) {
    auto const size = ::recv(socket.get(), &byte, 1, 0);
    if (size == 0) return 0;
    if (size < 0 && errno != EINTR) return errno;
  }
}

}  // namespace limitproof
