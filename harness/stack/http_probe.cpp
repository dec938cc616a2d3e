#include "harness/stack/http_probe.hpp"

#include "harness/stack/file_descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>

namespace limitproof {

namespace {

constexpr std::size_t most_head = std::size_t{16} * 1024;
constexpr std::string_view end_of_head = "\r\n\r\n";

error failed(probe const& p, std::string const& what) {
  return error{errc::io, fmt::format("GET {} from {}:{}: {}", p.path, p.to.host, p.to.port, what)};
}

std::optional<sockaddr_in> socket_name(address const& a) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(a.port);
  if (::inet_pton(AF_INET, a.host.c_str(), &name.sin_addr) != 1) return std::nullopt;
  return name;
}

result<void> await(int socket, short events, probe const& p) {
  pollfd wanted{.fd = socket, .events = events, .revents = 0};
  for (;;) {
    auto const left =
        std::chrono::ceil<std::chrono::milliseconds>(p.deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return error{errc::timed_out, failed(p, "no answer in time").what};
    auto const ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return failed(p, std::strerror(errno));
  }
}

result<file_descriptor> open_connection(probe const& p) {
  auto const to = socket_name(p.to);
  auto const from = socket_name({p.from, 0});
  if (!to || !from) return failed(p, "not a numeric IPv4 address");
  file_descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open() ||
      ::bind(socket.get(), reinterpret_cast<sockaddr const*>(&*from), sizeof *from) != 0)
    return failed(p, std::strerror(errno));
  if (::connect(socket.get(), reinterpret_cast<sockaddr const*>(&*to), sizeof *to) == 0)
    return socket;
  if (errno != EINPROGRESS) return failed(p, std::strerror(errno));
  if (auto const ready = await(socket.get(), POLLOUT, p); !ready) return ready.error();
  int refusal = 0;
  socklen_t size = sizeof refusal;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &refusal, &size);
  if (refusal != 0) return failed(p, std::strerror(refusal));
  return socket;
}

result<std::string> read_head(int socket, probe const& p) {
  std::string head;
  while (head.size() < most_head) {
    if (auto const ready = await(socket, POLLIN, p); !ready) return ready.error();
    char buffer[2048];
    auto const size = ::recv(socket, buffer, sizeof buffer, 0);
    if (size < 0) return failed(p, std::strerror(errno));
    if (size == 0) return failed(p, "closed before the end of the header lines");
    head.append(buffer, static_cast<std::size_t>(size));
    if (auto const end = head.find(end_of_head); end != std::string::npos)
      return head.substr(0, end + 2);
  }
  return failed(p, "header lines without end");
}

}  // namespace

std::optional<probe_answer> read_probe_head(std::string_view head) {
  constexpr std::string_view version = "HTTP/1.";
  constexpr std::size_t status_at = version.size() + 2;
  constexpr std::size_t status_size = 3;
  if (!head.starts_with(version) || head.size() < status_at + status_size) return std::nullopt;
  probe_answer answer;
  auto const* const end = head.data() + status_at + status_size;
  if (std::from_chars(head.data() + status_at, end, answer.status).ptr != end) return std::nullopt;

  constexpr std::string_view name = "\r\nX-Node:";
  auto const field =
      std::search(head.begin(), head.end(), name.begin(), name.end(), [](char a, char b) {
        return ::strncasecmp(&a, &b, 1) == 0;
      });
  if (field == head.end()) return answer;
  auto value = head.substr(static_cast<std::size_t>(field - head.begin()) + name.size());
  value = value.substr(0, value.find("\r\n"));
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  answer.node = value.substr(0, value.find_last_not_of(" \t") + 1);
  return answer;
}

result<probe_answer> send_probe(probe const& p) {
  auto const socket = open_connection(p);
  if (!socket) return socket.error();
  auto const request = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n\r\n", p.path, p.to.host, p.to.port);
  // A fresh connection takes a request this short at once.
  auto const sent = ::send(socket->get(), request.data(), request.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request.size())) return failed(p, std::strerror(errno));
  auto const head = read_head(socket->get(), p);
  if (!head) return head.error();
  auto answer = read_probe_head(*head);
  if (!answer) return failed(p, "the answer is not HTTP/1");
  return *std::move(answer);
}

}  // namespace limitproof
