#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"

#include <cstdint>
#include <functional>

namespace limitproof {

/// The flags of limitproof-proxy.
struct proxy_settings {
  address store;
  std::uint64_t seed = 1;
  address nodes{};    ///< to listen on; port 0: any free one
  address control{};  ///< likewise
};

/// Where nodes and the harness find the proxy.
struct proxy_addresses {
  address nodes;
  address control;
};

/// Serves until the control connection ends; `listening` is called once.
///
/// The first connection to the control address, within 10 s, is the control connection, and no
/// other is taken. On it each line is a fault as a scenario spells it (fault_codec), and is
/// answered by "ok" when it is in force, or by why it is refused. Errors: `timed_out` where nobody
/// took control; `bad_file` for a line too long to be a fault.
[[nodiscard]] result<void> run_proxy(proxy_settings const& settings,
                                     std::function<void(proxy_addresses const&)> const& listening);

}  // namespace limitproof
