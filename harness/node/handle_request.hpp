#pragma once

#include "harness/model/error.hpp"
#include "harness/model/policy.hpp"
#include "harness/model/scenario.hpp"
#include "harness/node/request_facts.hpp"
#include "harness/node/response.hpp"
#include "limiters/limiter.hpp"

#include <variant>

namespace limitproof {

/// What a request leads to: an answer at once, or a question to the limiter.
using first_step = std::variant<response, limit_request>;

/// Takes the identity out of `facts`. `promised` must outlive the question. The cost is 1.
[[nodiscard]] first_step begin_request(request_facts& facts, policy const& promised, node_time now);

/// A request that cannot have taken a permit.
[[nodiscard]] response refused(refusal why);

/// How this node answers when the store did not decide, and how many limits a decision may name.
struct answer_rules {
  on_store_error store_error = on_store_error::open;
  std::size_t limits = 1;
  std::int64_t outage_wait_s = 1;  ///< Retry-After of who is turned away for want of the store
};

/// What the limiter said, as an answer. Only `store_unavailable` is subject to `store_error`; any
/// other failure but `invalid_cost`, and a decision that names a limit there is not, is the
/// limiter's fault: 500, never open. Fields a decision does not give are not invented, and a local
/// one gives no RateLimit-*: what is left at one node says nothing of the limit.
[[nodiscard]] response finish_request(result<decision> const& decided,
                                      limiter_stamps stamps,
                                      answer_rules const& rules);

/// Whole delta-seconds that are not too short: 0 for a wait of nothing, 2 for 1 s and 1 ns.
[[nodiscard]] std::int64_t ceil_seconds(duration wait);

}  // namespace limitproof
