#include "harness/stack/start_redis.hpp"

#include <string>
#include <utility>
#include <vector>

namespace limitproof {

namespace {

std::vector<std::string> arguments_of(redis_options const& options, std::uint16_t port) {
  std::vector<std::string> arguments = {options.program.string(),
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
                                        "no"};
  auto const memory = memory_flags(options.spec);
  arguments.insert(arguments.end(), memory.begin(), memory.end());
  return arguments;
}

}  // namespace

std::vector<std::string> memory_flags(store_spec const& spec) {
  if (spec.maxmemory == 0) return {};
  return {"--maxmemory",
          std::to_string(spec.maxmemory),
          "--maxmemory-policy",
          std::string(to_name(spec.policy))};
}

result<running_server> start_redis(redis_options const& options,
                                   port_source const& ports,
                                   wait_limit const& limit) {
  return start_on_free_port(ports, [&](std::uint16_t port) -> result<running_server> {
    child_command command{
        .name = "redis", .arguments = arguments_of(options, port), .folder = options.folder};
    auto redis = child_process::start(std::move(command));
    if (!redis) return redis.error();
    // Its own log and not a PING: that could be answered by a stranger who took the port.
    auto const ready = (*redis)->await_log_line("Ready to accept connections", limit);
    if (!ready) return ready.error();
    return running_server{*std::move(redis), address{.port = port}};
  });
}

}  // namespace limitproof
