#include "harness/check/lock_out.hpp"

#include "harness/check/asked_requests.hpp"
#include "harness/check/clock_allowance.hpp"
#include "harness/check/refill_time.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/spoken.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include <fmt/format.h>

// Was a client kept out that the limit would have let in? Whatever state a limiter is in, once
// nothing has been admitted for as long as all of the limit takes to come back, a request must be
// admitted: burst·per/count for a bucket, per for a window or a log, 2·per for a sliding counter,
// the longest of these where several limits hold. The check fails iff one key is denied at the
// beginning and at the end of a longer time in which nothing can have been admitted. It finds the
// counter whose key never expires, and the one whose expiry every denial puts off.
//
// Example: 10 per 1 s. Denied from 0.1 s on, and again at 1.2 s, with no 200 in between: at 1.2 s
// all ten admissions are more than a second old.
//
// Sound: both denials are decided on this side of the first one's answer and of the last one's
// sending, and no admission's interval touches that time. Requests of unknown outcome may be
// admitted in it, but no more than once each: their cost so far and the request's own must fit the
// limit. The first denial shows that the client asked all along, and makes the limiter's earlier
// state irrelevant. Drift and the step of the limiter's clock lengthen the time; a limiter that
// does not claim to be exact has twice as long.
//
// A limiter may claim that denials consume, and then a client that goes on asking may never get in.
// It fails all the same: the policy promises so many admissions in every `per`, however often a
// client asks, and none came in a time in which it promises all of them. Whoever wants a client
// that keeps knocking locked out does not want this check, and can expect it to fail.
//
// Not judged where others may use the keys: what they were granted would go unseen.
//
// Cost: O(n) per key, as only those stretches between two admissions are gone through in order of
// time that last longer than the longest silence so far; none for keys without a denial.

namespace limitproof {

namespace {

/// A time in which one key was denied and nothing was admitted.
struct silence {
  std::size_t key = 0;
  std::int64_t lasted_ns = 0;  ///< from the first denial's answer to the last one's sending
  asked_request first{}, last{};
  std::int64_t denials = 0;
};

bool is_longer(silence const& a, silence const& b) {
  return a.lasted_ns > b.lasted_ns;
}

struct limits_back {
  std::int64_t after_ns = 0;  ///< all of every limit has come back
  std::int64_t capacity = 0;  ///< the least of any limit
};

limits_back all_back(evidence const& e) {
  limits_back back{0, std::numeric_limits<std::int64_t>::max()};
  for (auto const& l : e.plan.scenario.policy.limits) {
    auto const refill = longest(refill_time_ns(e.claims.algorithm, l), clock_allowance_of(e));
    back.after_ns = std::max(back.after_ns, refill);
    back.capacity = std::min(back.capacity, capacity(e.claims.algorithm, l));
  }
  if (!e.claims.exact) back.after_ns *= 2;
  return back;
}

/// What one key was asked from one admission to the next. No admission's interval touches what lies
/// between after_ns and before_ns.
struct stretch {
  std::span<asked_request const> requests;  ///< sent between the two, in order
  std::int64_t after_ns = -1;               ///< the last answer of all admissions before
  std::int64_t before_ns = never_ns;        ///< the sending of the next one
  std::int64_t unknown_cost = 0;            ///< of all requests before these

  /// No silence in it lasts longer.
  [[nodiscard]] std::int64_t at_most_ns() const {
    return requests.empty() ? 0 : requests.back().sent_ns - requests.front().sent_ns;
  }
};

bool is_unknown(asked_request const& request) {
  return !request.denied && request.received_ns == never_ns;
}

/// Of denials that cannot be judged, as unknown requests may have taken what they asked for, none
/// counts.
silence longest_within(stretch const& idle, std::int64_t capacity) {
  silence longest, current;
  auto unknown_cost = idle.unknown_cost;
  auto const opened = [&](std::size_t position) {
    auto const& request = idle.requests[position];
    if (is_unknown(request)) unknown_cost += request.cost;
  };
  auto const closed = [&](std::size_t position) {
    auto const& request = idle.requests[position];
    if (!request.denied || request.sent_ns <= idle.after_ns) return;
    if (request.received_ns >= idle.before_ns || unknown_cost + request.cost > capacity) return;
    if (current.denials++ == 0) current.first = request;
    current.last = request;
    current.lasted_ns = request.sent_ns - current.first.received_ns;
    if (is_longer(current, longest)) longest = current;
  };
  replay(idle.requests, opened, closed);
  return longest;
}

/// The longest silence of one key if it lasts longer than `known_ns`.
silence longest_silence(std::span<asked_request const> asked,
                        std::int64_t capacity,
                        std::int64_t known_ns) {
  silence longest;
  stretch idle;
  std::size_t first = 0;
  std::int64_t unknown_cost = 0;
  auto const judge_until = [&](std::size_t end) {
    idle.requests = asked.subspan(first, end - first);
    if (idle.at_most_ns() <= std::max(known_ns, longest.lasted_ns)) return;
    auto const found = longest_within(idle, capacity);
    if (is_longer(found, longest)) longest = found;
  };
  for (std::size_t position = 0; position < asked.size(); ++position) {
    auto const& request = asked[position];
    if (is_unknown(request)) unknown_cost += request.cost;
    if (request.denied || is_unknown(request)) continue;
    idle.before_ns = request.sent_ns;
    judge_until(position);
    idle = {{}, std::max(idle.after_ns, request.received_ns), never_ns, unknown_cost};
    first = position + 1;
  }
  judge_until(asked.size());
  return longest;
}

struct silences {
  silence longest;
  std::int64_t denied_keys = 0;
  std::int64_t locked_out_keys = 0;
  std::int64_t watched_ns = 0;  ///< the longest that one key went on asking after its first denial
};

std::int64_t watched_ns(std::span<asked_request const> asked) {
  std::int64_t first_denial = never_ns, last_sent = 0;
  for (auto const& request : asked) {
    if (request.denied) first_denial = std::min(first_denial, request.received_ns);
    last_sent = std::max(last_sent, request.sent_ns);
  }
  return first_denial == never_ns ? -1 : last_sent - first_denial;
}

silences find_silences(evidence const& e, limits_back const& back) {
  silences all;
  auto const asked = group_asked(e);
  for (std::size_t key = 0; key < asked.keys(); ++key) {
    auto const requests = asked.of_key(key);
    auto const watched = watched_ns(requests);
    if (std::none_of(requests.begin(), requests.end(), [](auto const& r) { return r.denied; }))
      continue;
    ++all.denied_keys;
    all.watched_ns = std::max(all.watched_ns, watched);
    auto const known = std::min(back.after_ns, all.longest.lasted_ns);
    auto silent = longest_silence(requests, back.capacity, known);
    silent.key = key;
    if (silent.lasted_ns > back.after_ns) ++all.locked_out_keys;
    if (is_longer(silent, all.longest)) all.longest = silent;
  }
  return all;
}

std::string policy_text(evidence const& e) {
  std::string text;
  for (auto const& l : e.plan.scenario.policy.limits)
    text += (text.empty() ? "" : " and ") + spoken_limit(e.claims.algorithm, l);
  return text;
}

void report_lock_out(finding& found, evidence const& e, silences const& all, limits_back const& b) {
  auto const& [key, lasted, first, last, denials] = all.longest;
  found.verdict = verdict_kind::fail;
  found.claim = fmt::format(
      "key {} was locked out: {} denials in a row over {}, and nothing was admitted; {} is all "
      "there "
      "again after {} (keys locked out: {}){}",
      key_text(e, key),
      denials,
      spoken_time(last.received_ns - first.sent_ns),
      policy_text(e),
      spoken_time(b.after_ns),
      all.locked_out_keys,
      e.claims.consumes_on_deny ? "; it says that denials consume, and so they keep a client out"
                                : "");
  found.interval = time_interval{first.sent_ns, last.received_ns};
  found.witness = {e.history.operations[first.operation].id,
                   e.history.operations[last.operation].id};
}

}  // namespace

finding check_lock_out(evidence const& e, measurements const&) {
  finding found{check_name::lock_out, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (e.claims.algorithm == algorithm::none) {
    found.claim = "the limiter declares no algorithm that would say when it must admit again";
    return found;
  }
  if (auto const why = why_keys_are_shared(e); !why.empty()) {
    found.claim = "whether a key was idle is not known: " + why;
    return found;
  }
  auto const back = all_back(e);
  auto const all = find_silences(e, back);
  if (all.locked_out_keys > 0) {
    report_lock_out(found, e, all, back);
  } else if (all.denied_keys == 0) {
    found.claim =
        "no request was denied, so nobody can have been locked out; offer more than the "
        "limit allows";
  } else if (all.watched_ns <= back.after_ns) {
    found.claim = fmt::format(
        "no key went on asking for longer than {} after its first denial, and a lock-out shows "
        "only "
        "then; attack for longer",
        spoken_time(back.after_ns));
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "nobody was denied for longer than {} without an admission in between; the longest was {}",
        spoken_time(back.after_ns),
        spoken_time(all.longest.lasted_ns));
  }
  return found;
}

}  // namespace limitproof
