#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/stack/child_process.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace limitproof {

/// The program limitproof-node as a child of the test; it ends with the value. Whatever cannot be
/// done throws, which fails the test with the reason.
class node_process {
 public:
  /// `limiter` is a plugin's name; 10 requests per hour are promised unless `more` names several
  /// policies. The port is a free one unless `more` names another.
  explicit node_process(std::string const& limiter, std::vector<std::string> const& more = {});
  ~node_process();
  node_process(node_process const&) = delete;
  node_process& operator=(node_process const&) = delete;

  /// Waits until it listens.
  [[nodiscard]] std::uint16_t port() const;

  /// Waits until it is told; the node was started with --admin-port.
  [[nodiscard]] std::uint16_t admin_port() const;

  /// Waits until a line with these words is in its log.
  void await_log(std::string const& words) const;

  /// SIGTERM; returns at once.
  void ask_to_stop() { child_->ask_to_stop(); }

  /// Waits for its end: "exit status 0".
  [[nodiscard]] std::string end() const;

  /// What it wrote to stdout and stderr.
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] std::uint16_t announced(std::string const& announcement) const;

  temporary_directory folder_;
  std::unique_ptr<child_process> child_;
};

}  // namespace limitproof
