#include "harness/stack/haproxy_command.hpp"

#include "harness/stack/file_descriptor.hpp"
#include "harness/stack/start_haproxy.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace limitproof {

namespace {

error failure_of(std::string const& command, std::string const& why) {
  return error{errc::stack_failed, fmt::format("telling haproxy \"{}\": {}", command, why)};
}

/// By way of its open folder: a socket's whole path may have 107 bytes only.
sockaddr_un name_of_socket(file_descriptor const& folder) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  auto const path = fmt::format("/proc/self/fd/{}/{}", folder.get(), haproxy_socket);
  std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
  return name;
}

}  // namespace

result<std::string> command_haproxy(std::filesystem::path const& folder,
                                    std::string const& command) {
  file_descriptor const place(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  file_descriptor const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!place.is_open() || !socket.is_open()) return failure_of(command, std::strerror(errno));
  timeval const patience{.tv_sec = 2, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  auto const name = name_of_socket(place);
  auto const line = command + "\n";
  if (::connect(socket.get(), reinterpret_cast<sockaddr const*>(&name), sizeof name) != 0 ||
      ::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(line.size()))
    return failure_of(command, std::strerror(errno));

  std::string answer;
  char buffer[4096];
  for (;;) {
    auto const size = ::recv(socket.get(), buffer, sizeof buffer, 0);
    if (size == 0) break;
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return failure_of(command, std::strerror(errno));
    answer.append(buffer, static_cast<std::size_t>(size));
  }
  while (answer.ends_with('\n')) answer.pop_back();
  return answer;
}

}  // namespace limitproof
