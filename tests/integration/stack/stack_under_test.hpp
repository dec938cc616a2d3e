#pragma once

#include "harness/stack/file_descriptor.hpp"
#include "harness/stack/http_probe.hpp"
#include "harness/stack/local_stack.hpp"
#include "tests/unit/stack/processes.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

namespace limitproof {

inline std::atomic<bool> const never = false;

/// A local stack of stub nodes, and the folder of its logs.
struct stack_under_test {
  temporary_directory folder;
  std::unique_ptr<stack> local;

  explicit stack_under_test(std::string const& limiter = "answers",
                            std::atomic<bool> const& stop = never,
                            stack_spec spec = {.nodes = 3},
                            bool clocks_are_set = false,
                            std::filesystem::path proxy_program = {})
      : local(make_local_stack({.node_program = STUB_NODE,
                                .limiter_folder = "/limiters/" + limiter,
                                .policy = {{{50, std::chrono::seconds(1), 100}}},
                                .spec = std::move(spec),
                                .logs = folder.path(),
                                .stop = stop,
                                .proxy_program = std::move(proxy_program),
                                .clocks_are_set = clocks_are_set})) {}

  [[nodiscard]] std::string log(std::string const& name) const {
    return text_of(folder.path() / (name + ".log"));
  }
};

/// A connection to a loopback port; throws if nobody takes it.
inline file_descriptor connected_to(address const& where) {
  file_descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(where.port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0)
    throw std::runtime_error("cannot connect to 127.0.0.1:" + std::to_string(where.port));
  return socket;
}

/// Which node answers; throws if none does.
inline std::string ask_for_node(address const& where) {
  probe const question{.to = where,
                       .path = "/",
                       .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)};
  return send_probe(question).value().node;
}

}  // namespace limitproof
