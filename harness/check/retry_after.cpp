#include "harness/check/retry_after.hpp"

#include "harness/check/answer_queue.hpp"
#include "harness/check/asked_requests.hpp"
#include "harness/check/clock_allowance.hpp"
#include "harness/check/disturbances.hpp"
#include "harness/check/lonely_pairs.hpp"
#include "harness/check/spoken.hpp"
#include "harness/check/told_wait.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

// Does Retry-After tell the truth? A denied client that waits as long as it was told, with nobody
// else on its key, must then be admitted; and nobody may be admitted more than a second before the
// time that an earlier denial told, as a whole number of seconds is at most a second too long.
//
// Too short, certain: a denial was answered at e and told R; no other request of the key may have
// been decided after that denial; and the key's next request, which costs no more, was sent at e +
// R or later and denied. R is taken as long as the limiter's clock may make it. Too long, certain:
// a denial that was sent at s and told R was answered before a request was sent that costs as much
// and was admitted by s + R - 1 s. The admission itself proves that the wait was too long. Where
// the scenario has its nodes lengthen waits by up to a `retry_jitter` J, the wait is too long by s
// + R - 1 s - J only: a jitter declared is no lie. It may make no wait shorter, so the first rule
// stands.
//
// Judged where the limiter claims `retry_after`, and counts for all nodes together: of one that
// does not, another node's word means nothing. Nobody else may use the keys. Degraded answers are
// not the limiter's. A limiter that nobody obeyed and nobody came early to has shown nothing.
//
// Cost: O(n log n).

namespace limitproof {

namespace {

/// A denial and the request that shows what its Retry-After was worth.
struct broken_word {
  std::uint32_t denial = 0;  ///< index into history::operations
  std::uint32_t shown_by = 0;
};

struct broken_words {
  std::int64_t count = 0;
  broken_word first;

  void add(broken_word const& word) {
    if (count++ == 0) first = word;
  }
};

struct words {
  std::int64_t obeyed = 0;      ///< requests that waited as told, alone
  std::int64_t came_early = 0;  ///< requests more than a second before they were told
  broken_words too_short, too_long;
};

std::int64_t told_ns(evidence const& e, asked_request const& denial) {
  return told_wait_ns(e.history.operations[denial.operation]);
}

/// Each request right after a denial that was alone, where the client waited as told.
void judge_patience(evidence const& e, std::span<asked_request const> asked, words& found) {
  auto const allowed = clock_allowance_of(e);
  for_each_lonely_pair(asked, [&](asked_request const& denial, asked_request const& next) {
    auto const told = told_ns(e, denial);
    if (!denial.denied || told == absent || next.cost > denial.cost) return;
    if (next.sent_ns - denial.received_ns < longest(told, allowed)) return;
    ++found.obeyed;
    if (next.denied) found.too_short.add({denial.operation, next.operation});
  });
}

duration declared_jitter(evidence const& e) {
  return e.plan.scenario.stack.guards.retry_jitter;
}

/// Each request that was decided more than a second before an earlier denial's time, jitter apart.
void judge_haste(evidence const& e, std::span<asked_request const> asked, words& found) {
  answer_queue denials;  ///< their positions
  auto const allowed = clock_allowance_of(e);
  std::int64_t latest_told_ns = -1;
  std::optional<std::size_t> by;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto const& request = asked[i];
    while (!denials.empty() && denials.first_ns() <= request.sent_ns) {
      auto const position = denials.pop();
      auto const& denial = asked[position];
      auto const until =
          denial.sent_ns +
          shortest(meant_wait_ns(e.history.operations[denial.operation], declared_jitter(e)),
                   allowed) -
          allowed.step_ns;
      if (until <= latest_told_ns) continue;
      latest_told_ns = until;
      by = position;
    }
    bool const is_early = by && request.received_ns < latest_told_ns;
    if (is_early && request.cost >= asked[*by].cost) {
      ++found.came_early;
      if (!request.denied) found.too_long.add({asked[*by].operation, request.operation});
    }
    if (request.denied && told_ns(e, request) != absent) denials.push(request.received_ns, i);
  }
}

std::string why_not_judged(evidence const& e) {
  if (!e.claims.retry_after)
    return "the limiter does not claim that its Retry-After can be relied on";
  if (!e.claims.shared) return "each node counts for itself, and tells its own time";
  if (auto lost = why_counts_were_lost(e); !lost.empty()) return lost;
  return why_keys_are_shared(e);
}

void report_broken(finding& found, evidence const& e, broken_word const& word, std::string said) {
  auto const& denial = e.history.operations[word.denial];
  auto const& shown_by = e.history.operations[word.shown_by];
  found.verdict = verdict_kind::fail;
  found.claim = std::move(said);
  found.interval = time_interval{denial.sent_ns, shown_by.received_ns};
  found.witness = {denial.id, shown_by.id};
}

std::string short_text(evidence const& e, words const& all) {
  auto const& denial = e.history.operations[all.too_short.first.denial];
  auto const& next = e.history.operations[all.too_short.first.shown_by];
  return fmt::format(
      "key {} was told to come back in {} s, came back alone {} after the answer, and was denied "
      "again ({} of {} that waited as told)",
      key_text(e, denial.key),
      denial.retry_after_s,
      spoken_time(next.sent_ns - denial.received_ns),
      all.too_short.count,
      all.obeyed);
}

std::string jitter_text(evidence const& e) {
  auto const jitter = declared_jitter(e);
  if (jitter == duration(0)) return "";
  return fmt::format(", the declared jitter of {} not counted", spoken_time(jitter.count()));
}

std::string long_text(evidence const& e, words const& all) {
  auto const& denial = e.history.operations[all.too_long.first.denial];
  auto const& early = e.history.operations[all.too_long.first.shown_by];
  return fmt::format(
      "key {} was told to come back in {} s, and was admitted {} after it had asked: the wait was "
      "more than 1 s too long{} ({} of {} that came so early)",
      key_text(e, denial.key),
      denial.retry_after_s,
      spoken_time(early.received_ns - denial.sent_ns),
      jitter_text(e),
      all.too_long.count,
      all.came_early);
}

}  // namespace

finding check_retry_after(evidence const& e, measurements const&) {
  finding found{check_name::retry_after, verdict_kind::inconclusive, {}, std::nullopt, {}};
  if (auto const why = why_not_judged(e); !why.empty()) {
    found.claim = "no Retry-After is held against it: " + why;
    return found;
  }
  words all;
  auto const asked = group_asked(e);
  for (std::size_t key = 0; key < asked.keys(); ++key) {
    judge_patience(e, asked.of_key(key), all);
    judge_haste(e, asked.of_key(key), all);
  }
  if (all.too_short.count > 0) {
    report_broken(found, e, all.too_short.first, short_text(e, all));
  } else if (all.too_long.count > 0) {
    report_broken(found, e, all.too_long.first, long_text(e, all));
  } else if (all.obeyed == 0) {
    found.claim =
        "nobody waited as long as it was told, alone on its key, so no Retry-After was put to the "
        "test; attack with clients that obey";
  } else {
    found.verdict = verdict_kind::pass;
    found.claim = fmt::format(
        "all {} requests that waited as told, alone on their key, were admitted; {} that came more "
        "than a second early were not",
        all.obeyed,
        all.came_early);
  }
  return found;
}

}  // namespace limitproof
