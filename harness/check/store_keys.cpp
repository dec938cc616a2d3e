#include "harness/check/store_keys.hpp"

#include "harness/check/quoted.hpp"
#include "harness/check/refill_time.hpp"
#include "harness/check/slot_spread.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>

#include <fmt/format.h>

// What did the limiter leave in the store? The snapshot taken right after the attack is held to
// five rules.
//
// 1. Every key expires. A counter whose EXPIRE got lost (the node died between INCR and EXPIRE, or
//    a write dropped the TTL) keeps its client out for ever, or costs memory for ever.
// 2. No key outlives what it can matter for: once all of a limit has come back, its state says no
//    more than no state. The bound is that time (refill_time), the longest of several limits, plus
//    1 s for limiters that count in whole seconds and 1 ms for Redis, which keeps a key through its
//    last millisecond. `none` has no such time.
// 3. No string holds a whole number below zero. A count of uses that went below it hands out more
//    than the limit, a count of what is left was taken from twice.
// 4. All keys of a client lie in one cluster slot, where a call names several: a cluster refuses a
//    script whose keys do not. Where a call names one key it may lie anywhere. Whose key it is
//    tells its name (slot_spread); keys that name nobody are left out.
// 5. No key is larger than its limits account for: 4 KiB for each limit, and for a log 256 bytes
//    for each permit of it (a sorted set takes about 113). A log that records what it denies grows
//    with the attack, and breaks this.
//
// Example: 10 per 1 s in a first-hit window. A TTL of 1,800 ms passes, 2,500 ms fails: 1,000 +
// 1,001 is the most.
//
// Sound: each rule is judged by values read of one key at one instant. A key that expired before it
// was read is not in the snapshot. One that is not in the sample is not judged, and a pass says how
// many were.
//
// Cost: O(length of all names).

namespace limitproof {

namespace {

constexpr std::int64_t ttl_slack_ms = 1'001;
constexpr std::int64_t bytes_of_a_limit = 4'096;
constexpr std::int64_t bytes_of_a_log_entry = 256;

/// What one rule says of the snapshot.
struct clause {
  bool broken = false;
  std::string text;
};

struct offenders {
  std::int64_t count = 0;
  held_key const* first = nullptr;
};

template <class Breaks>
offenders find_offenders(std::vector<held_key> const& keys, Breaks breaks) {
  offenders found;
  for (auto const& key : keys)
    if (breaks(key) && ++found.count == 1) found.first = &key;
  return found;
}

clause judge_expiry(std::vector<held_key> const& keys) {
  auto const eternal = find_offenders(keys, [](held_key const& key) { return !key.ttl_ms; });
  if (eternal.count == 0) return {false, "each expires"};
  return {true,
          fmt::format("{} never expire, first {}", eternal.count, quoted(eternal.first->name))};
}

std::int64_t longest_ttl_ms(evidence const& e) {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  std::int64_t refill_ns = 0;
  for (auto const& l : e.plan.scenario.policy.limits)
    refill_ns = std::max(refill_ns, refill_time_ns(e.claims.algorithm, l));
  return (refill_ns + ns_per_ms - 1) / ns_per_ms + ttl_slack_ms;
}

clause judge_lifetimes(evidence const& e) {
  auto const& keys = e.store->sampled;
  auto const shorter = [](held_key const& a, held_key const& b) { return a.ttl_ms < b.ttl_ms; };
  auto const& last = *std::max_element(keys.begin(), keys.end(), shorter);
  if (!last.ttl_ms) return {false, "there is no life time to judge"};
  auto const latest = fmt::format("the last, {}, after {} ms", quoted(last.name), *last.ttl_ms);
  if (e.claims.algorithm == algorithm::none)
    return {false, latest + " (no bound, as the limiter promises nothing)"};
  auto const most = longest_ttl_ms(e);
  auto const late = find_offenders(keys, [most](held_key const& key) { return key.ttl_ms > most; });
  if (late.count == 0) return {false, fmt::format("{} (at most {} ms)", latest, most)};
  return {true, fmt::format("{} live longer than {} ms, {}", late.count, most, latest)};
}

clause judge_counts(std::vector<held_key> const& keys) {
  auto const negative = find_offenders(
      keys, [](held_key const& key) { return key.integer.has_value() && *key.integer < 0; });
  if (negative.count == 0) return {false, "no string is a number below zero"};
  return {true,
          fmt::format("{} hold a number below zero, first {} with {}",
                      negative.count,
                      quoted(negative.first->name),
                      *negative.first->integer)};
}

clause judge_slots(evidence const& e) {
  if (e.keys_of_a_call && *e.keys_of_a_call <= 1)
    return {false, "slots do not matter, as a call names one key"};
  auto const spread = find_slot_spread(e.store->sampled, e.history.keys);
  if (spread.placed_keys == 0)
    return {false, "slots were not judged, as no key has a client's identity in its name"};
  if (spread.spread_clients == 0)
    return {false,
            fmt::format("each client's keys lie in one cluster slot ({} name their client)",
                        spread.placed_keys)};
  return {true,
          fmt::format("{} clients have keys in several cluster slots, first {} and {}",
                      spread.spread_clients,
                      quoted(spread.one->name),
                      quoted(spread.other->name))};
}

std::int64_t most_bytes(evidence const& e) {
  std::int64_t bytes = 0;
  for (auto const& l : e.plan.scenario.policy.limits) {
    bytes += bytes_of_a_limit;
    if (e.claims.algorithm == algorithm::sliding_log) bytes += l.count * bytes_of_a_log_entry;
  }
  return bytes;
}

clause judge_size(evidence const& e) {
  auto const& keys = e.store->sampled;
  auto const smaller = [](held_key const& a, held_key const& b) { return a.bytes < b.bytes; };
  auto const& largest = *std::max_element(keys.begin(), keys.end(), smaller);
  wide total = 0;
  for (auto const& key : keys) total += key.bytes;
  auto const most = most_bytes(e);
  auto const sizes = fmt::format("{} bytes a key, {} for the largest, {} ({})",
                                 static_cast<std::int64_t>(total / static_cast<wide>(keys.size())),
                                 largest.bytes,
                                 quoted(largest.name),
                                 largest.type);
  if (largest.bytes <= most) return {false, fmt::format("{} (at most {})", sizes, most)};
  auto const large = find_offenders(keys, [most](held_key const& key) { return key.bytes > most; });
  return {true, fmt::format("{} are larger than {} bytes: {}", large.count, most, sizes)};
}

std::string judged_keys(store_holdings const& store) {
  auto const judged = static_cast<std::int64_t>(store.sampled.size());
  if (judged >= store.keys) return fmt::format("of {} keys", judged);
  return fmt::format(
      "of {} keys out of {} (the others expired, or were not sampled)", judged, store.keys);
}

/// Why there is nothing to judge; empty if there is something.
std::string nothing_held(evidence const& e) {
  if (!e.store)
    return "no snapshot of the store was taken: the history is from elsewhere, or its run was cut "
           "short";
  if (!e.store->sampled.empty()) return {};
  if (e.keys_of_a_call == 0) return "the limiter keeps nothing in the store";
  return "the store held no key that could be read: the limiter wrote none, or all had expired";
}

}  // namespace

finding check_store_keys(evidence const& e, measurements const&) {
  finding found{check_name::store_keys, verdict_kind::inconclusive, {}, std::nullopt, {}};
  found.claim = nothing_held(e);
  if (!found.claim.empty()) return found;

  auto const& keys = e.store->sampled;
  std::vector<clause> const clauses = {
      judge_expiry(keys), judge_lifetimes(e), judge_counts(keys), judge_slots(e), judge_size(e)};
  auto const failed =
      std::any_of(clauses.begin(), clauses.end(), [](clause const& c) { return c.broken; });
  std::string text;
  for (auto const& c : clauses)
    if (c.broken == failed) text += (text.empty() ? " " : "; ") + c.text;
  found.verdict = failed ? verdict_kind::fail : verdict_kind::pass;
  found.claim = judged_keys(*e.store) + text;
  return found;
}

}  // namespace limitproof
