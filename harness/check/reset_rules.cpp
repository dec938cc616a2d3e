#include "harness/check/reset_rules.hpp"

#include "harness/check/asked_requests.hpp"
#include "harness/check/clock_allowance.hpp"
#include "harness/check/draft_03_rules.hpp"
#include "harness/check/lonely_pairs.hpp"
#include "harness/check/spoken.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

// Was RateLimit-Reset an honest time? An answer told that r remain of q > r and that the quota
// resets in t. If the key's next request is sent t or more later, nothing was taken in between, and
// whether t is the wait for one permit or for all of them, at least r + 1 must be left before that
// request takes its own cost c: fewer than r + 1 - c told proves that t was too short.
//
// Only where both requests were alone in the limiter, and something that is told of one quota. A
// should, as the drafts call the time an estimate. O(n log n).

namespace limitproof {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr header_rule honest_reset{
    "H2", breach_severity::should, "draft-ietf-httpapi-ratelimit-headers-06 section 3.4"};

bool tells_a_reset(operation const& op) {
  return op.remaining != absent && op.limit != absent && op.remaining < op.limit &&
         op.reset_s != absent && op.reset_s < least_epoch_s;
}

void judge_key(evidence const& e, std::span<asked_request const> asked, breach_list& breaches) {
  auto const allowed = clock_allowance_of(e);
  for_each_lonely_pair(asked, [&](asked_request const& first, asked_request const& second) {
    auto const& told = e.history.operations[first.operation];
    auto const& next = e.history.operations[second.operation];
    if (!tells_a_reset(told) || next.remaining == absent) return;
    if (next.sent_ns - told.received_ns < longest(told.reset_s * second_ns, allowed)) return;
    auto const taken = second.may_spend ? next.cost : 0;
    if (next.remaining + taken >= told.remaining + 1) return;
    breaches.add(
        honest_reset,
        [&] {
          return fmt::format(
              "{} remained, and {} later request {} found no more, {} after it had "
              "taken {}",
              told.remaining,
              spoken_time(next.sent_ns - told.received_ns),
              next.id,
              next.remaining,
              taken);
        },
        told_value{told_field::reset, told.reset_s},
        told.id);
  });
}

}  // namespace

void judge_resets(evidence const& e, breach_list& breaches) {
  if (!why_keys_are_shared(e).empty()) return;
  auto const& operations = e.history.operations;
  if (std::none_of(operations.begin(), operations.end(), tells_a_reset)) return;
  auto const asked = group_asked(e);
  for (std::size_t key = 0; key < asked.keys(); ++key) judge_key(e, asked.of_key(key), breaches);
}

}  // namespace limitproof
