#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/stack/wait_limit.hpp"

#include <functional>
#include <string>
#include <vector>

namespace limitproof {

/// Who still runs, asked between probes: its error ends the wait.
using alive_question = std::function<result<void>()>;

/// Where probes come from. Under `balance source` one address only ever reaches one node; but a
/// port that a container engine publishes on loopback carries what 127.0.0.1 sends and nothing
/// else.
enum class probe_sources { many, one };

/// Returns when every one of `nodes` has answered GET /healthz through `balancer` with 200 and its
/// name in X-Node. Errors: those of `alive` and of `limit`; the latter name the missing nodes.
[[nodiscard]] result<void> await_every_node(address const& balancer,
                                            std::vector<std::string> const& nodes,
                                            alive_question const& alive,
                                            wait_limit const& limit,
                                            probe_sources sources = probe_sources::many);

/// Returns when `path` is answered with 200. Errors as above.
[[nodiscard]] result<void> await_page(address const& server,
                                      std::string const& path,
                                      alive_question const& alive,
                                      wait_limit const& limit,
                                      probe_sources sources = probe_sources::many);

}  // namespace limitproof
