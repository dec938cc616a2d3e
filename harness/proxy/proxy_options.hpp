#pragma once

#include "harness/model/error.hpp"
#include "harness/proxy/run_proxy.hpp"

#include <string>
#include <variant>

namespace limitproof {

/// What --help prints.
struct proxy_usage {
  std::string text;
};

/// The command line of limitproof-proxy. Errors: `bad_usage` naming the flag, what was found and
/// what is allowed.
[[nodiscard]] result<std::variant<proxy_settings, proxy_usage>> parse_proxy_options(
    int argc, char const* const* argv);

}  // namespace limitproof
