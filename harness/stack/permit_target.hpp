#pragma once

#include "harness/model/error.hpp"
#include "harness/model/external_target.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// A running service to be attacked, as it was asked for.
struct target_request {
  std::string target;                      ///< HOST:PORT
  std::optional<std::string> permitted{};  ///< the host that its owner lets us test
  attack_limits limits;
};

/// A host's numeric IPv4 addresses. Errors: bad_usage.
using host_lookup = std::function<result<std::vector<std::string>>(std::string const& host)>;

/// What getaddrinfo knows of it.
[[nodiscard]] result<std::vector<std::string>> look_up_host(std::string const& host);

/// The target with its address, if it may be attacked: this machine always; any other only where
/// `permitted` is exactly its host, and only with a request budget and a time limit. A name counts
/// as this machine if every address of it is a loopback one; it is looked up once, so that a
/// second answer cannot lead elsewhere. Errors: bad_usage, which says what is to be added. Nothing
/// is sent to the target.
[[nodiscard]] result<external_target> permit_target(target_request const& asked,
                                                    host_lookup const& look_up = look_up_host);

}  // namespace limitproof
