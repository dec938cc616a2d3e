#pragma once

#include "harness/stack/http_probe.hpp"
#include "harness/stack/local_stack.hpp"
#include "tests/unit/stack/processes.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

/// Which node answers; throws if none does.
inline std::string ask_for_node(address const& where) {
  probe const question{.to = where,
                       .path = "/",
                       .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)};
  return send_probe(question).value().node;
}

}  // namespace limitproof
