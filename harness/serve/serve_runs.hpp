#pragma once

#include "harness/model/error.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace limitproof {

struct serve_options {
  std::filesystem::path runs;     ///< the folder of all run directories
  std::uint16_t port = 0;         ///< of 127.0.0.1; 0: a free one
  std::atomic<bool> const& stop;  ///< ends it; is looked at ten times a second
  std::function<void(std::string const& address)> listening;  ///< told "http://127.0.0.1:41234/"
};

/// Shows the runs to browsers of this machine until `stop`. Errors: bad_usage if there is no such
/// folder, io if the port is taken, interrupted once it was stopped, which is how it ends.
[[nodiscard]] error serve_runs(serve_options const& options);

}  // namespace limitproof
