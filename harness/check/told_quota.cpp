#include "harness/check/told_quota.hpp"

#include "harness/check/cost_over_time.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/wide.hpp"
#include "harness/model/curve.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>

// Do the answers for one key agree with each other? With [s, e] a request's time from send to
// answer and r the remaining it was told, let e(i) < s(j): i was decided before j, at most
// e(j) - s(i) earlier. The bucket or window held at least r(i) and less than r(i) + 1 after i.
//
// Not above the refill (H3a; token bucket and GCRA, whose refill follows from the time alone):
//
//   r(j) < r(i) + 1 + rate·(e(j) - s(i) + 1 µs) - Q - cost(j), the last if j was admitted
//
// Q is the cost of the admissions sent after e(i) and answered before s(j) with a remaining;
// without it, a bucket kept empty by a flood could refill at any rate. The microsecond is the
// resolution of the store's clock.
//
// Not below what can have been spent (H3b; every algorithm, as quota only comes back by itself):
//
//   r(j) ≥ r(i) - P - 1
//
// P is the cost of all requests but i that may have been charged at a time in [s(i), e(j)]. A
// request of unknown outcome may be charged any time after it was sent, and so may one whose node
// gave up on the store. The 1 is for the rounding of what is told.
// Example: told 90, and 10 ms later, with 20 requests in between, 68: 90 - 20 - 1 = 69 > 68.
//
// Announcements that did not come true (H5), which the drafts allow, so they only warn:
// H5a a denial with Retry-After: t, and a later request admitted before s(i) + t - 1 s, however t
// was rounded; H5b a denial although more than its cost was certain to remain, as in H3b.
//
// Sound for requests that the history knows: what others spend on the same key would lower the
// remaining too. What the scenario tolerates of clocks and declares as slack loosens the refill.
//
// Cost: O(n log n) per key. P = A(e(j)) - B(s(i)), with A(t) the cost sent by t and B(t) the cost
// answered before t, so one pass by time needs only the best i so far: the largest r(i) + B(s(i)),
// the smallest r(i) - rate·s(i), and for Q, which is at least 0 and at least B(s(j)) - A(e(i)) of
// the admissions (less than Q where one lasted from e(i) to s(j)), the smallest r(i) - rate·s(i) +
// A(e(i)).

namespace limitproof {

namespace {

using enum breach_severity;

constexpr std::string_view told_section = "limiters/README.md, claims shared and exact";
constexpr header_rule early_admission{"H5a", warning, "RFC 9110 section 10.2.3"};
constexpr header_rule denied_with_quota{
    "H5b", warning, "draft-ietf-httpapi-ratelimit-headers-06 section 3.3"};

constexpr auto since_ever = std::numeric_limits<std::int64_t>::min();
constexpr auto never = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t clock_resolution_ns = 1'000;
constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t longest_wait_s = 1'000'000'000;

/// When a request that may have been charged can have been charged last; none: it was not.
std::optional<std::int64_t> last_charge(operation const& op, bool consumes_on_deny) {
  auto const answered = op.received_ns == absent ? never : op.received_ns;
  switch (op.result) {
    case outcome::admitted:
      return answered;
    case outcome::denied:
      if (consumes_on_deny) return answered;
      return std::nullopt;
    case outcome::admitted_degraded:
    case outcome::denied_degraded:
    case outcome::unknown:
    case outcome::open:
      return never;
    case outcome::not_decided:
    case outcome::not_sent:
      break;
  }
  return std::nullopt;
}

bool is_decided(operation const& op) {
  return (op.result == outcome::admitted || op.result == outcome::denied) && op.sent_ns != absent &&
         op.received_ns >= op.sent_ns;
}

struct bound {
  wide value = 0;
  operation const* from = nullptr;
};

/// The answers for one key in time order.
class told_history {
 public:
  told_history(evidence const& e, breach_list& breaches)
      : breaches_(breaches),
        limit_(loosened(
            e.claims.algorithm, e.plan.scenario.policy.limits.front(), e.plan.scenario.tolerance)),
        consumes_on_deny_(e.claims.consumes_on_deny),
        is_one_limit_(e.plan.scenario.policy.limits.size() == 1),
        judges_remaining_(is_one_quota(e)),
        judges_refill_(e.claims.algorithm == algorithm::token_bucket ||
                       e.claims.algorithm == algorithm::gcra),
        severity_(e.claims.exact && e.claims.time != time_source::node ? must : warning) {}

  void add(operation const& op) {
    if (auto const last = last_charge(op, consumes_on_deny_); last && op.cost > 0) {
      sent_.add(op.sent_ns == absent ? since_ever : op.sent_ns, op.cost);
      charged_.add(*last, op.cost);
    }
    if (!is_decided(op)) return;
    decided_.push_back(&op);
    // Who was told nothing may have been answered before the limiter, and cost nothing.
    if (op.result != outcome::admitted || op.remaining == absent) return;
    admitted_sent_.add(op.sent_ns, std::max(op.cost, 0));
    admitted_answered_.add(op.received_ns, std::max(op.cost, 0));
  }

  std::int64_t judge() {
    sent_.sum_up();
    charged_.sum_up();
    admitted_sent_.sum_up();
    admitted_answered_.sum_up();
    auto by_answer = decided_;
    order_by(by_answer, &operation::received_ns);
    order_by(decided_, &operation::sent_ns);
    auto next = by_answer.begin();
    for (auto const* const op : decided_) {
      for (; next != by_answer.end() && (*next)->received_ns < op->sent_ns; ++next) learn(**next);
      judge(*op);
    }
    return compared_;
  }

 private:
  static void order_by(std::vector<operation const*>& list, std::int64_t operation::*time) {
    std::sort(list.begin(), list.end(), [time](operation const* a, operation const* b) {
      return std::pair(a->*time, a->id) < std::pair(b->*time, b->id);
    });
  }

  /// Permits as the time they take to refill, times the limit's count.
  [[nodiscard]] wide in_time(std::int64_t permits) const {
    return wide{limit_.limit.per.count()} * permits;
  }

  [[nodiscard]] wide refill(std::int64_t ns) const { return wide{limit_.limit.count} * ns; }

  void learn(operation const& op) {
    if (op.remaining != absent) {
      auto const is_charged = last_charge(op, consumes_on_deny_).has_value();
      wide const least = wide{op.remaining} + charged_.before(op.sent_ns) +
                         (is_charged ? std::max(op.cost, 0) : 0);
      if (!least_.from || least > least_.value) least_ = {least, &op};
      wide const most = in_time(op.remaining) - refill(op.sent_ns);
      if (!most_.from || most < most_.value) most_ = {most, &op};
      auto const unspent = most + in_time(admitted_sent_.up_to(op.received_ns));
      if (!most_unspent_.from || unspent < most_unspent_.value) most_unspent_ = {unspent, &op};
    }
    if (op.result == outcome::denied && op.cost == 1 && op.retry_after_s > 1) {
      auto const wait_s = std::min(op.retry_after_s, longest_wait_s) - 1;
      wide const until = wide{op.sent_ns} + wide{wait_s} * second_ns;
      if (!wait_.from || until > wait_.value) wait_ = {until, &op};
    }
  }

  void judge(operation const& op) {
    if (op.remaining != absent && judges_remaining_ && least_.from) {
      ++compared_;
      judge_spending(op);
      if (judges_refill_) judge_refill(op);
    }
    if (op.result == outcome::denied && is_one_limit_) judge_denial(op);
    if (op.result == outcome::admitted && op.cost > 0 && wait_.from && wait_.value > op.received_ns)
      breaches_.add(early_admission,
                    fmt::format("request {} was admitted more than a second before that", op.id),
                    fmt::format("Retry-After: {}", wait_.from->retry_after_s),
                    wait_.from->id);
  }

  void judge_spending(operation const& op) {
    auto const least = least_.value - sent_.up_to(op.received_ns) - 1;
    if (op.remaining >= least) return;
    told({"H3b", severity_, told_section},
         op,
         *least_.from,
         fmt::format("at least {} must remain whatever was spent since",
                     static_cast<std::int64_t>(least)));
  }

  void judge_refill(operation const& op) {
    auto const spent = op.result == outcome::admitted ? std::max(op.cost, 0) : 0;
    auto const told_now = in_time(op.remaining) + in_time(spent);
    auto const since =
        refill(op.received_ns) + refill(clock_resolution_ns) + in_time(limit_.slack) + in_time(1);
    auto const spent_between = in_time(admitted_answered_.before(op.sent_ns));
    auto const* const earlier = told_now >= most_.value + since ? most_.from
                                : told_now >= most_unspent_.value - spent_between + since
                                    ? most_unspent_.from
                                    : nullptr;
    if (earlier)
      told({"H3a", severity_, told_section},
           op,
           *earlier,
           fmt::format("{} per {} cannot refill that much",
                       limit_.limit.count,
                       spoken_time(limit_.limit.per.count())));
  }

  void judge_denial(operation const& op) {
    if (!least_.from || least_.value - sent_.up_to(op.received_ns) <= op.cost) return;
    breaches_.add(denied_with_quota,
                  fmt::format("request {} was denied with a cost of {}, though others can have "
                              "spent only {} in between",
                              op.id,
                              op.cost,
                              static_cast<std::int64_t>(least_.from->remaining - least_.value +
                                                        sent_.up_to(op.received_ns))),
                  line(*least_.from),
                  least_.from->id);
  }

  static std::string line(operation const& op) {
    return fmt::format("RateLimit-Remaining: {}", op.remaining);
  }

  void told(header_rule const& rule,
            operation const& op,
            operation const& earlier,
            std::string const& why) {
    breaches_.add(rule,
                  fmt::format("request {} had been told {} and was answered {} before this one was "
                              "sent: {}",
                              earlier.id,
                              earlier.remaining,
                              spoken_time(op.sent_ns - earlier.received_ns),
                              why),
                  line(op),
                  op.id);
  }

  breach_list& breaches_;
  loosened_limit const limit_;
  bool const consumes_on_deny_;
  bool const is_one_limit_;
  bool const judges_remaining_;
  bool const judges_refill_;
  breach_severity const severity_;
  cost_over_time sent_, charged_;  ///< of all that may have been charged
  cost_over_time admitted_sent_, admitted_answered_;
  std::vector<operation const*> decided_;
  bound least_;         ///< largest remaining + what was charged before it was sent
  bound most_;          ///< smallest remaining - refill up to when it was sent, as in_time
  bound most_unspent_;  ///< the same with what was admitted until its answer
  bound wait_;          ///< latest instant before which nobody should have been admitted
  std::int64_t compared_ = 0;
};

}  // namespace

bool is_one_quota(evidence const& e) {
  return e.claims.shared && e.claims.algorithm != algorithm::none &&
         e.plan.scenario.policy.limits.size() == 1;
}

std::int64_t judge_told_quotas(evidence const& e, breach_list& breaches) {
  std::vector<told_history> keys;
  for (auto const& op : e.history.operations) {
    while (keys.size() <= op.key) keys.emplace_back(e, breaches);
    keys[op.key].add(op);
  }
  std::int64_t compared = 0;
  for (auto& key : keys) compared += key.judge();
  return compared;
}

}  // namespace limitproof
