#include "harness/stack/start_proxy.hpp"

#include "harness/codec/address_text.hpp"
#include "harness/codec/fault_codec.hpp"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace limitproof {

namespace {

std::string const nodes_word = "listening on ";
std::string const control_word = ", controlled on ";

struct announced {
  address nodes;
  address control;
};

/// "listening on 127.0.0.1:PORT, controlled on 127.0.0.1:PORT".
std::optional<announced> read_announcement(std::string const& line) {
  auto const comma = line.find(control_word);
  if (!line.starts_with(nodes_word) || comma == std::string::npos) return std::nullopt;
  auto const nodes = parse_address(line.substr(nodes_word.size(), comma - nodes_word.size()));
  auto const control = parse_address(line.substr(comma + control_word.size()));
  if (!nodes || !control) return std::nullopt;
  return announced{*nodes, *control};
}

error unheard(std::string const& line, std::string const& why) {
  return error{errc::stack_failed, "telling the proxy " + line + ": " + why};
}

}  // namespace

result<file_descriptor> take_control(address const& where) {
  file_descriptor control(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(where.port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval const patience{.tv_sec = 2, .tv_usec = 0};
  if (!control.is_open() ||
      ::setsockopt(control.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
      ::connect(control.get(), reinterpret_cast<sockaddr const*>(&name), sizeof name) != 0)
    return error{errc::stack_failed,
                 "taking control of the proxy at " + to_text(where) + ": " + std::strerror(errno)};
  return control;
}

result<running_proxy> start_proxy(proxy_options const& options, wait_limit const& limit) {
  child_command command{.name = "proxy",
                        .arguments = {options.program.string(),
                                      "--store",
                                      to_text(options.store),
                                      "--seed",
                                      std::to_string(options.seed)},
                        .folder = options.folder};
  auto proxy = child_process::start(std::move(command));
  if (!proxy) return proxy.error();
  auto const line = (*proxy)->await_log_line(nodes_word, limit);
  if (!line) return line.error();
  auto const found = read_announcement(*line);
  if (!found)
    return error{errc::stack_failed,
                 "the proxy said \"" + *line + "\"; expected \"" + nodes_word + "HOST:PORT" +
                     control_word + "HOST:PORT\""};
  auto control = take_control(found->control);
  if (!control) return control.error();
  return running_proxy{{*std::move(proxy), found->nodes}, *std::move(control)};
}

result<void> tell_proxy(file_descriptor const& control, fault const& way) {
  auto const told = encode_fault(way);
  auto const line = told + "\n";
  if (::send(control.get(), line.data(), line.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(line.size()))
    return unheard(told, std::strerror(errno));
  std::string answer;
  while (!answer.ends_with('\n')) {
    char buffer[4096];
    auto const size = ::recv(control.get(), buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return unheard(told, std::strerror(errno));
    if (size == 0) return unheard(told, "it has ended");
    answer.append(buffer, static_cast<std::size_t>(size));
  }
  answer.pop_back();
  if (answer != "ok") return unheard(told, answer);
  return {};
}

}  // namespace limitproof
