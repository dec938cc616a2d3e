#pragma once

#include "harness/node/answer_tallies.hpp"
#include "harness/node/handle_request.hpp"
#include "harness/node/make_guarded_limiter.hpp"
#include "harness/node/prepared_policies.hpp"
#include "harness/policies/choose_policy.hpp"

#include <memory>
#include <vector>

namespace limitproof {

/// What one thread counts one policy by.
struct policy_counter {
  named_policy policy;
  cost_range costs;
  std::shared_ptr<limiter> decides;
  fixed_texts texts;                  ///< with X-Policy
  answer_tallies* answers = nullptr;  ///< outlives the book
};

/// The policies of one thread. A request holds on to the book it was begun with; the next one gets
/// the one that is open then.
struct policy_book {
  std::shared_ptr<prepared_policies const> prepared;
  std::vector<policy_counter> counters;  ///< by policy
};

/// A policy that `previous` (may be null) has as it is keeps its limiter, and with it what the
/// limiter counted in memory. What is answered under each policy is counted in `answers`, which are
/// by policy and outlive the book. Errors: those of make_limiter.
[[nodiscard]] result<std::shared_ptr<policy_book const>> open_book(
    std::shared_ptr<prepared_policies const> prepared,
    policy_book const* previous,
    limiter_ground const& ground,
    std::vector<answer_tallies*> const& answers);

/// What a request under a policy set leads to.
struct policy_step {
  first_step step;
  policy_counter const* counter = nullptr;  ///< in the book; none: no policy was chosen
};

/// As begin_request, with the policy that the set chooses, and GET /check where the set has it: the
/// answer is the one that the client it names would get. The question's limits are the book's.
/// `table` is asked for tiers where the set has them from one.
[[nodiscard]] policy_step begin_under(policy_book const& book,
                                      request_facts& facts,
                                      node_time now,
                                      tier_lookup const& table = {});

/// Whether a request needs X-Api-Key under a policy set.
[[nodiscard]] key_rule key_rule_of(policy_set const& set, request_facts const& facts);

}  // namespace limitproof
