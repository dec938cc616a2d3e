#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// A program the local stack needs, and the Debian package that brings it.
struct required_program {
  std::string program;
  std::string package;
  std::optional<std::filesystem::path> found;
};

/// Where an executable of that name is, in PATH or the sbin folders.
[[nodiscard]] std::optional<std::filesystem::path> find_program(std::string const& name);

/// haproxy and redis-server, looked up in PATH and the sbin folders (Debian keeps haproxy in
/// /usr/sbin, which a user's PATH need not have).
[[nodiscard]] std::vector<required_program> required_programs();

/// libfaketime, which programs on several threads can be preloaded with; needed only where nodes'
/// clocks are set.
[[nodiscard]] required_program clock_library();

/// Where each of `programs` is, by its name. Error: `missing_program` with the apt-get line that
/// brings all that are missing.
[[nodiscard]] result<std::map<std::string, std::filesystem::path>> all_found(
    std::vector<required_program> const& programs);

}  // namespace limitproof
