#include "harness/stack/start_redis.hpp"

#include <string>
#include <utility>

namespace limitproof {

result<running_server> start_redis(std::filesystem::path const& program,
                                   std::filesystem::path const& folder,
                                   port_source const& ports,
                                   wait_limit const& limit) {
  return start_on_free_port(ports, [&](std::uint16_t port) -> result<running_server> {
    child_command command{.name = "redis",
                          .arguments = {program.string(),
                                        "--port",
                                        std::to_string(port),
                                        "--bind",
                                        "127.0.0.1",
                                        "--save",
                                        "",
                                        "--appendonly",
                                        "no",
                                        "--dir",
                                        ".",
                                        "--daemonize",
                                        "no"},
                          .folder = folder};
    auto redis = child_process::start(std::move(command));
    if (!redis) return redis.error();
    // Its own log and not a PING: that could be answered by a stranger who took the port.
    auto const ready = (*redis)->await_log_line("Ready to accept connections", limit);
    if (!ready) return ready.error();
    return running_server{*std::move(redis), address{.port = port}};
  });
}

}  // namespace limitproof
