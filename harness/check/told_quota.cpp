#include "harness/check/told_quota.hpp"

#include "harness/check/charged_requests.hpp"
#include "harness/check/disturbances.hpp"
#include "harness/check/in_flight.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/told_wait.hpp"
#include "harness/check/wide.hpp"
#include "harness/model/curve.hpp"

#include <algorithm>
#include <limits>
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
// H5a a denial with Retry-After: t, and a later request admitted before s(i) + t - 1 s - J, however
// t was rounded, J being the jitter that the scenario has nodes put on top; H5b a denial although
// more than its cost was certain to remain, as in H3b.
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

constexpr std::int64_t clock_resolution_ns = 1'000;

struct bound {
  wide value = 0;
  operation const* from = nullptr;
};

/// What answers told.
struct told_bounds {
  bound least;         ///< largest remaining + what was charged before it was sent
  bound most;          ///< smallest remaining - refill up to when it was sent, as in_time
  bound most_unspent;  ///< the same with what was admitted until its answer
  bound wait;          ///< latest instant before which nobody should have been admitted
};

/// What was answered before a request was sent.
struct known_at_send {
  std::int64_t charged = 0;            ///< cost
  std::int64_t admitted_answered = 0;  ///< cost of the admissions told a remaining
  told_bounds told;
};

/// What every key's answers are held to.
struct told_rules {
  loosened_limit limit;
  bool is_one_limit = false;
  bool judges_remaining = false;
  bool judges_refill = false;
  duration jitter{};  ///< of waits, on top of what the limiter says
  breach_severity severity = warning;
};

told_rules told_rules_of(evidence const& e) {
  auto const& s = e.plan.scenario;
  auto const binds =
      e.claims.exact && e.claims.time != time_source::node && why_counts_were_lost(e).empty();
  return {loosened(e.claims.algorithm, s.policy.limits.front(), s.tolerance),
          s.policy.limits.size() == 1,
          is_one_quota(e),
          is_bucket(e.claims.algorithm),
          s.stack.guards.retry_jitter,
          binds ? must : warning};
}

/// The answers for one key in time order.
class told_history {
 public:
  /// Both are borrowed.
  told_history(told_rules const& rules, breach_list& breaches)
      : rules_(rules), breaches_(breaches) {}

  /// One key's requests; returns how many answers' remaining could be compared.
  std::int64_t judge(std::span<charged_request const> requests, history const& h) {
    in_flight<known_at_send> open;
    auto const opened = [&](std::size_t position) {
      auto const& request = requests[position];
      sent_ += request.charge;
      if (!request.is_decided) return;
      auto const& op = h.operations[request.operation];
      if (told_of_its_admission(op)) admitted_sent_ += std::max(op.cost, 0);
      open.open(position) = {charged_, admitted_answered_, told_};
    };
    auto const closed = [&](std::size_t position) {
      auto const& request = requests[position];
      if (request.is_decided) {
        auto const& op = h.operations[request.operation];
        auto const& before = open.at(position);
        judge(op, before);
        learn(op, request.charge, before);
        open.close(position);
        if (told_of_its_admission(op)) admitted_answered_ += std::max(op.cost, 0);
      }
      charged_ += request.charge;
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
    return wide{rules_.limit.limit.per.count()} * permits;
  }

  [[nodiscard]] wide refill(std::int64_t ns) const { return wide{rules_.limit.limit.count} * ns; }

  void learn(operation const& op, std::int64_t charge, known_at_send const& at_send) {
    if (op.remaining != absent) {
      wide const least = wide{op.remaining} + at_send.charged + charge;
      if (!told_.least.from || least > told_.least.value) told_.least = {least, &op};
      wide const most = in_time(op.remaining) - refill(op.sent_ns);
      if (!told_.most.from || most < told_.most.value) told_.most = {most, &op};
      auto const unspent = most + in_time(admitted_sent_);
      if (!told_.most_unspent.from || unspent < told_.most_unspent.value)
        told_.most_unspent = {unspent, &op};
    }
    auto const meant_ns = meant_wait_ns(op, rules_.jitter);
    if (op.result == outcome::denied && op.cost == 1 && meant_ns > 0) {
      wide const until = wide{op.sent_ns} + meant_ns;
      if (!told_.wait.from || until > told_.wait.value) told_.wait = {until, &op};
    }
  }

  void judge(operation const& op, known_at_send const& before) {
    if (op.remaining != absent && rules_.judges_remaining && before.told.least.from) {
      ++compared_;
      judge_spending(op, before);
      if (rules_.judges_refill) judge_refill(op, before);
    }
    if (op.result == outcome::denied && rules_.is_one_limit) judge_denial(op, before);
    if (op.result == outcome::admitted && op.cost > 0 && before.told.wait.from &&
        before.told.wait.value > op.received_ns)
      breaches_.add(
          early_admission,
          [&] {
            return fmt::format("request {} was admitted more than a second before that", op.id);
          },
          told_value{told_field::retry_after, before.told.wait.from->retry_after_s},
          before.told.wait.from->id);
  }

  void judge_spending(operation const& op, known_at_send const& before) {
    auto const least = before.told.least.value - sent_ - 1;
    if (op.remaining >= least) return;
    told({"H3b", rules_.severity, told_section}, op, *before.told.least.from, [&] {
      return fmt::format("at least {} must remain whatever was spent since",
                         static_cast<std::int64_t>(least));
    });
  }

  void judge_refill(operation const& op, known_at_send const& before) {
    auto const spent = op.result == outcome::admitted ? std::max(op.cost, 0) : 0;
    auto const told_now = in_time(op.remaining) + in_time(spent);
    auto const since = refill(op.received_ns) + refill(clock_resolution_ns) +
                       in_time(rules_.limit.slack) + in_time(1);
    auto const spent_between = in_time(before.admitted_answered);
    auto const* const earlier = told_now >= before.told.most.value + since ? before.told.most.from
                                : told_now >= before.told.most_unspent.value - spent_between + since
                                    ? before.told.most_unspent.from
                                    : nullptr;
    if (earlier)
      told({"H3a", rules_.severity, told_section}, op, *earlier, [&] {
        return fmt::format("{} per {} cannot refill that much",
                           rules_.limit.limit.count,
                           spoken_time(rules_.limit.limit.per.count()));
      });
  }

  void judge_denial(operation const& op, known_at_send const& before) {
    if (!before.told.least.from || before.told.least.value - sent_ <= op.cost) return;
    breaches_.add(
        denied_with_quota,
        [&] {
          return fmt::format(
              "request {} was denied with a cost of {}, though others can have "
              "spent only {} in between",
              op.id,
              op.cost,
              static_cast<std::int64_t>(before.told.least.from->remaining -
                                        before.told.least.value + sent_));
        },
        told_value{told_field::remaining, before.told.least.from->remaining},
        before.told.least.from->id);
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
        told_value{told_field::remaining, op.remaining},
        op.id);
  }

  told_rules const& rules_;
  breach_list& breaches_;
  told_bounds told_;                ///< so far
  std::int64_t sent_ = 0;           ///< cost of all sent so far that may have been charged
  std::int64_t charged_ = 0;        ///< of these, answered so far; what may still be charged is not
  std::int64_t admitted_sent_ = 0;  ///< cost of the admissions told a remaining, sent so far
  std::int64_t admitted_answered_ = 0;  ///< of these, answered so far
  std::int64_t compared_ = 0;
};

}  // namespace

bool is_one_quota(evidence const& e) {
  return e.claims.shared && e.claims.algorithm != algorithm::none &&
         e.plan.scenario.policy.limits.size() == 1;
}

std::int64_t judge_told_quotas(evidence const& e, breach_list& breaches) {
  auto const requests = group_charged(e);
  auto const rules = told_rules_of(e);
  std::int64_t compared = 0;
  for (std::size_t key = 0; key < requests.keys(); ++key)
    compared += told_history(rules, breaches).judge(requests.of_key(key), e.history);
  return compared;
}

}  // namespace limitproof
