#pragma once

#include "harness/model/error.hpp"
#include "harness/stack/wait_limit.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// compose/compose.yaml, as it was when this was built.
extern std::string_view const compose_file;

/// Two command lines: that of a container engine, and that of what brings up several containers
/// from compose files.
struct container_engine {
  std::vector<std::string> engine;   ///< {"/usr/bin/podman"}
  std::vector<std::string> compose;  ///< {"/usr/bin/docker", "compose"}
};

/// The two followed by more arguments.
[[nodiscard]] std::vector<std::string> operator+(std::vector<std::string> command,
                                                 std::vector<std::string> const& more);

/// Runs their commands one after the other. What each printed stands in engine.log.
class engine_calls {
 public:
  /// `folder` exists. `environment`, "NAME=value", is what compose files are filled in from.
  engine_calls(std::filesystem::path folder, std::vector<std::string> environment)
      : folder_(std::move(folder)), environment_(std::move(environment)) {}

  /// What the command printed, once it has ended well. Errors: `stack_failed` with its last lines,
  /// those of `limit`, after which it is killed.
  [[nodiscard]] result<std::string> run(std::vector<std::string> const& command,
                                        wait_limit const& limit) const;

 private:
  std::filesystem::path folder_;
  std::vector<std::string> environment_;
};

/// Docker with `docker compose` or docker-compose, else Podman with podman-compose: the first whose
/// engine answers. Errors: `missing_program` saying of each why not, and what to install.
[[nodiscard]] result<container_engine> find_container_engine(engine_calls const& calls,
                                                             wait_limit const& limit);

/// A container as its engine tells of it.
struct seen_container {
  std::string id;
  bool runs = false;
  std::string state;    ///< "exited, exit code 1"
  std::string address;  ///< on the network of the stack; empty: on none
};

/// Asks an engine for lines that read_containers reads.
extern char const* const container_format;

/// By the service that each container is of. Errors: `stack_failed` naming the line.
[[nodiscard]] result<std::map<std::string, seen_container>> read_containers(std::string_view text);

}  // namespace limitproof
