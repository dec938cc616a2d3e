// The smallest program that can be a node: it takes limitproof-node's flags, tells its port,
// answers everything with 200, its name and its clock, and decides nothing. What else it does, it
// takes from the name of the limiter folder: "dies" ends node-2 at once, "mute" never tells a port,
// "deaf" tells one but never answers, "tells" logs each request as it came.

#include "tests/unit/stack/listener.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <poll.h>

namespace {

volatile std::sig_atomic_t asked_to_stop = 0;

void ask_to_stop(int) {
  asked_to_stop = 1;
}

/// SIGTERM arrives only inside ppoll, so that none is missed between a look at the flag and a wait.
sigset_t hold_sigterm() {
  struct sigaction action {};

  action.sa_handler = ask_to_stop;
  ::sigaction(SIGTERM, &action, nullptr);
  sigset_t held;
  sigset_t before;
  ::sigemptyset(&held);
  ::sigaddset(&held, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &held, &before);
  return before;
}

class stub_node {
 public:
  stub_node(std::string name, std::uint16_t port, std::string const& manner)
      : listener_(port),
        name_(std::move(name)),
        deaf_(manner == "deaf"),
        tells_(manner == "tells") {
    std::printf("listening on 127.0.0.1:%d\n", listener_.port());
    std::fflush(stdout);
  }

  void serve() {
    auto const while_waiting = hold_sigterm();
    while (asked_to_stop == 0) {
      std::vector<pollfd> wanted{{listener_.socket(), POLLIN, 0}};
      for (auto const& [socket, unused] : clients_) wanted.push_back({socket, POLLIN, 0});
      if (::ppoll(wanted.data(), wanted.size(), nullptr, &while_waiting) < 0) continue;
      for (auto const& ready : wanted)
        if (ready.revents != 0) attend(ready.fd);
    }
    std::printf("%s served %d requests\n", name_.c_str(), served_);
    // Before the leak check at the exit, which may hang longer than whoever asked to stop waits.
    std::fflush(stdout);
  }

 private:
  struct client {
    limitproof::file_descriptor socket;
    std::string received;
  };

  void attend(int socket) {
    if (socket == listener_.socket()) {
      limitproof::file_descriptor accepted(::accept(socket, nullptr, nullptr));
      auto const key = accepted.get();
      clients_[key].socket = std::move(accepted);
      return;
    }
    char buffer[4096];
    auto const size = ::recv(socket, buffer, sizeof buffer, 0);
    if (size <= 0) {
      clients_.erase(socket);
      return;
    }
    auto& received = clients_[socket].received;
    received.append(buffer, static_cast<std::size_t>(size));
    for (auto end = received.find("\r\n\r\n"); end != std::string::npos && !deaf_;
         end = received.find("\r\n\r\n")) {
      if (tells_) tell(received.substr(0, end));
      received.erase(0, end + 4);
      ++served_;
      auto const now = std::chrono::system_clock::now().time_since_epoch();
      auto const us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
      auto const answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Node: " + name_ +
                          "\r\nX-Arrived-At-Us: " + std::to_string(us) + "\r\n\r\n";
      if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    }
  }

  static void tell(std::string const& head) {
    std::printf("%s\n", head.c_str());
    std::fflush(stdout);
  }

  limitproof::listener listener_;
  std::string name_;
  bool deaf_;
  bool tells_;
  std::map<int, client> clients_;
  int served_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  std::map<std::string, std::string> flags;
  for (int i = 1; i + 1 < count; i += 2) flags[arguments[i]] = arguments[i + 1];
  for (auto const& [flag, value] : flags) std::printf("%s %s\n", flag.c_str(), value.c_str());
  std::fflush(stdout);

  auto const limiter = flags["--limiter"];
  auto const manner = limiter.substr(limiter.rfind('/') + 1);
  if (manner == "dies" && flags["--name"] == "node-2") {
    std::fprintf(stderr, "this limiter cannot be loaded\n");
    return 1;
  }
  if (manner == "mute")
    for (;;) ::pause();
  auto const port = static_cast<std::uint16_t>(std::stoi(flags["--port"]));
  stub_node(flags["--name"], port, manner).serve();
  return 0;
}
