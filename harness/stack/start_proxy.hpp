#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"
#include "harness/stack/file_descriptor.hpp"
#include "harness/stack/running_server.hpp"
#include "harness/stack/wait_limit.hpp"

#include <cstdint>
#include <filesystem>

namespace limitproof {

struct proxy_options {
  std::filesystem::path program;  ///< limitproof-proxy
  std::filesystem::path folder;   ///< existing: where its log goes, proxy.log
  address store;
  std::uint64_t seed = 1;
};

/// The proxy between nodes and store, and the connection by which it is told how bad the way is. It
/// ends when that connection does.
struct running_proxy {
  running_server server;
  file_descriptor control;
};

/// The control connection of a proxy that listens for it on loopback. Errors: `stack_failed`.
[[nodiscard]] result<file_descriptor> take_control(address const& where);

/// A proxy that accepts connections and spoils nothing yet. Errors: its death, those of `limit`.
[[nodiscard]] result<running_proxy> start_proxy(proxy_options const& options,
                                                wait_limit const& limit);

/// Returns when the way is as `way` says, which concerns_way. Errors: `stack_failed` with what the
/// proxy answered, or that it did not within 2 s.
[[nodiscard]] result<void> tell_proxy(file_descriptor const& control, fault const& way);

}  // namespace limitproof
