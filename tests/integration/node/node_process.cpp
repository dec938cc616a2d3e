#include "tests/integration/node/node_process.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace limitproof {

namespace {

/// Only a hang reaches it.
constexpr auto hang = std::chrono::seconds(30);

std::atomic<bool> const never = false;

}  // namespace

node_process::node_process(std::string const& limiter, std::vector<std::string> const& more) {
  child_command command{
      "node",
      {NODE_PROGRAM, "--name", "node-1", "--limiter", std::string(LIMITER_FOLDERS) + "/" + limiter},
      folder_.path()};
  auto const told = [&more](char const* flag) {
    return std::find(more.begin(), more.end(), flag) != more.end();
  };
  if (!told("--policies") && !told("--policies-etcd"))
    command.arguments.insert(command.arguments.end(), {"--policy", R"({"limit":10,"per":"1h"})"});
  command.arguments.insert(command.arguments.end(), more.begin(), more.end());
  if (!told("--port")) command.arguments.insert(command.arguments.end(), {"--port", "0"});
  child_ = child_process::start(std::move(command)).value();
}

node_process::~node_process() = default;

std::uint16_t node_process::port() const {
  return announced("listening on 127.0.0.1:");
}

std::uint16_t node_process::admin_port() const {
  return announced("node-1: metrics at http://127.0.0.1:");
}

std::uint16_t node_process::announced(std::string const& announcement) const {
  auto const line = child_->await_log_line(announcement, wait_limit(hang, never)).value();
  if (!line.starts_with(announcement)) throw std::runtime_error("not an announcement: " + line);
  return static_cast<std::uint16_t>(std::stoul(line.substr(announcement.size())));
}

void node_process::await_log(std::string const& words) const {
  child_->await_log_line(words, wait_limit(hang, never)).value();
}

std::string node_process::end() const {
  if (!child_->await_end(hang)) throw std::runtime_error("the node does not end");
  return *child_->exited();
}

std::string node_process::log() const {
  std::ifstream file(child_->log());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace limitproof
