#include "harness/stack/start_on_free_port.hpp"

#include <string>

namespace limitproof {

namespace {

constexpr int most_attempts = 5;

bool port_was_taken(error const& e) {
  return e.what.find("Address already in use") != std::string::npos;
}

}  // namespace

result<running_server> start_on_free_port(
    port_source const& ports, std::function<result<running_server>(std::uint16_t)> const& start) {
  for (int attempt = 1;; ++attempt) {
    auto const port = ports();
    if (!port) return port.error();
    auto started = start(*port);
    if (started || attempt == most_attempts || !port_was_taken(started.error())) return started;
  }
}

}  // namespace limitproof
