#include "harness/check/told_quota.hpp"

#include "harness/check/disturbances.hpp"
#include "harness/check/in_flight.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/requests_by_key.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/told_wait.hpp"
#include "harness/check/wide.hpp"
#include "harness/model/curve.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>

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
constexpr std::int64_t clock_resolution_ns = 1'000;
constexpr std::int64_t second_ns = 1'000'000'000;

bool may_be_charged(operation const& op, bool consumes_on_deny) {
  switch (op.result) {
    case outcome::admitted:
    case outcome::admitted_degraded:
    case outcome::denied_degraded:
    case outcome::unknown:
    case outcome::open:
      return true;
    case outcome::denied:
      return consumes_on_deny;
    case outcome::not_decided:
    case outcome::not_sent:
      break;
  }
  return false;
}

/// Until when the limiter may have decided a request that may have been charged.
std::int64_t last_charge(operation const& op) {
  auto const answered = op.result == outcome::admitted || op.result == outcome::denied;
  auto const timed = op.received_ns != absent && op.received_ns >= op.sent_ns;
  return answered && timed ? op.received_ns : never_ns;
}

bool is_decided(operation const& op) {
  return (op.result == outcome::admitted || op.result == outcome::denied) && op.sent_ns != absent &&
         op.received_ns >= op.sent_ns;
}

struct bound {
  wide value = 0;
  operation const* from = nullptr;
};

/// What was answered before a request was sent. Those that may still be charged never count as
/// charged.
struct known_at_send {
  std::int64_t charged = 0;            ///< cost
  std::int64_t admitted_sent = 0;      ///< cost of the admissions told a remaining, sent by then
  std::int64_t admitted_answered = 0;  ///< of these, answered before
  bound least;                         ///< largest remaining + what was charged before it was sent
  bound most;          ///< smallest remaining - refill up to when it was sent, as in_time
  bound most_unspent;  ///< the same with what was admitted until its answer
  bound wait;          ///< latest instant before which nobody should have been admitted
};

/// One that may have been charged or was answered, from its send to its answer or last charge.
struct timed_request {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
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
        judges_refill_(is_bucket(e.claims.algorithm)),
        severity_(e.claims.exact && e.claims.time != time_source::node &&
                          why_counts_were_lost(e.history).empty()
                      ? must
                      : warning) {}

  /// One key's requests; returns how many answers' remaining could be compared.
  std::int64_t judge(std::span<timed_request const> requests, history const& h) {
    in_flight<known_at_send> open;
    auto const opened = [&](std::size_t position) {
      auto const& op = h.operations[requests[position].operation];
      if (may_be_charged(op, consumes_on_deny_)) sent_ += std::max(op.cost, 0);
      if (!is_decided(op)) return;
      if (told_of_its_admission(op)) known_.admitted_sent += std::max(op.cost, 0);
      open.open(position) = known_;
    };
    auto const closed = [&](std::size_t position) {
      auto const& op = h.operations[requests[position].operation];
      if (is_decided(op)) {
        auto const& before = open.at(position);
        judge(op, before);
        learn(op, before);
        open.close(position);
        if (told_of_its_admission(op)) known_.admitted_answered += std::max(op.cost, 0);
      }
      if (may_be_charged(op, consumes_on_deny_)) known_.charged += std::max(op.cost, 0);
    };
    replay(requests, opened, closed);
    return compared_;
  }

 private:
  // Who was told nothing may have been answered before the limiter, and cost nothing.
  static bool told_of_its_admission(operation const& op) {
    return op.result == outcome::admitted && op.remaining != absent;
  }

  /// Permits as the time they take to refill, times the limit's count.
  [[nodiscard]] wide in_time(std::int64_t permits) const {
    return wide{limit_.limit.per.count()} * permits;
  }

  [[nodiscard]] wide refill(std::int64_t ns) const { return wide{limit_.limit.count} * ns; }

  void learn(operation const& op, known_at_send const& at_send) {
    if (op.remaining != absent) {
      auto const is_charged = may_be_charged(op, consumes_on_deny_);
      wide const least =
          wide{op.remaining} + at_send.charged + (is_charged ? std::max(op.cost, 0) : 0);
      if (!known_.least.from || least > known_.least.value) known_.least = {least, &op};
      wide const most = in_time(op.remaining) - refill(op.sent_ns);
      if (!known_.most.from || most < known_.most.value) known_.most = {most, &op};
      auto const unspent = most + in_time(known_.admitted_sent);
      if (!known_.most_unspent.from || unspent < known_.most_unspent.value)
        known_.most_unspent = {unspent, &op};
    }
    if (op.result == outcome::denied && op.cost == 1 && op.retry_after_s > 1) {
      wide const until = wide{op.sent_ns} + told_wait_ns(op) - second_ns;
      if (!known_.wait.from || until > known_.wait.value) known_.wait = {until, &op};
    }
  }

  void judge(operation const& op, known_at_send const& before) {
    if (op.remaining != absent && judges_remaining_ && before.least.from) {
      ++compared_;
      judge_spending(op, before);
      if (judges_refill_) judge_refill(op, before);
    }
    if (op.result == outcome::denied && is_one_limit_) judge_denial(op, before);
    if (op.result == outcome::admitted && op.cost > 0 && before.wait.from &&
        before.wait.value > op.received_ns)
      breaches_.add(
          early_admission,
          [&] {
            return fmt::format("request {} was admitted more than a second before that", op.id);
          },
          told_value{told_retry_after, before.wait.from->retry_after_s},
          before.wait.from->id);
  }

  void judge_spending(operation const& op, known_at_send const& before) {
    auto const least = before.least.value - sent_ - 1;
    if (op.remaining >= least) return;
    told({"H3b", severity_, told_section}, op, *before.least.from, [&] {
      return fmt::format("at least {} must remain whatever was spent since",
                         static_cast<std::int64_t>(least));
    });
  }

  void judge_refill(operation const& op, known_at_send const& before) {
    auto const spent = op.result == outcome::admitted ? std::max(op.cost, 0) : 0;
    auto const told_now = in_time(op.remaining) + in_time(spent);
    auto const since =
        refill(op.received_ns) + refill(clock_resolution_ns) + in_time(limit_.slack) + in_time(1);
    auto const spent_between = in_time(before.admitted_answered);
    auto const* const earlier = told_now >= before.most.value + since ? before.most.from
                                : told_now >= before.most_unspent.value - spent_between + since
                                    ? before.most_unspent.from
                                    : nullptr;
    if (earlier)
      told({"H3a", severity_, told_section}, op, *earlier, [&] {
        return fmt::format("{} per {} cannot refill that much",
                           limit_.limit.count,
                           spoken_time(limit_.limit.per.count()));
      });
  }

  void judge_denial(operation const& op, known_at_send const& before) {
    if (!before.least.from || before.least.value - sent_ <= op.cost) return;
    breaches_.add(
        denied_with_quota,
        [&] {
          return fmt::format(
              "request {} was denied with a cost of {}, though others can have "
              "spent only {} in between",
              op.id,
              op.cost,
              static_cast<std::int64_t>(before.least.from->remaining - before.least.value + sent_));
        },
        told_value{told_remaining, before.least.from->remaining},
        before.least.from->id);
  }

  template <class Why>
  void told(header_rule const& rule, operation const& op, operation const& earlier, Why why) {
    breaches_.add(
        rule,
        [&] {
          return fmt::format(
              "request {} had been told {} and was answered {} before this one was "
              "sent: {}",
              earlier.id,
              earlier.remaining,
              spoken_time(op.sent_ns - earlier.received_ns),
              why());
        },
        told_value{told_remaining, op.remaining},
        op.id);
  }

  breach_list& breaches_;
  loosened_limit const limit_;
  bool const consumes_on_deny_;
  bool const is_one_limit_;
  bool const judges_remaining_;
  bool const judges_refill_;
  breach_severity const severity_;
  std::int64_t sent_ = 0;  ///< cost of all sent so far that may have been charged
  known_at_send known_;    ///< so far
  std::int64_t compared_ = 0;
};

}  // namespace

bool is_one_quota(evidence const& e) {
  return e.claims.shared && e.claims.algorithm != algorithm::none &&
         e.plan.scenario.policy.limits.size() == 1;
}

std::int64_t judge_told_quotas(evidence const& e, breach_list& breaches) {
  auto const consumes = e.claims.consumes_on_deny;
  auto const is_judged = [&](operation const& op) {
    return is_decided(op) || (op.cost > 0 && may_be_charged(op, consumes));
  };
  auto const request_of = [&](operation const& op, std::size_t index) {
    auto const sent = op.sent_ns == absent ? since_ever : op.sent_ns;
    return timed_request{sent, last_charge(op), static_cast<std::uint32_t>(index)};
  };
  auto const keys = std::max(e.history.keys.size(), e.plan.keys.size());
  auto const requests = group_by_key<timed_request>(e.history, keys, is_judged, request_of);
  std::int64_t compared = 0;
  for (std::size_t key = 0; key < requests.keys(); ++key)
    compared += told_history(e, breaches).judge(requests.of_key(key), e.history);
  return compared;
}

}  // namespace limitproof
