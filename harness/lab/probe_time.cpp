#include "harness/lab/probes.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

constexpr int most_tries = 4;

enum class clock_seen { node, store, key_ttl, none };

result<bool> admits_shifted(limiter_cluster& limiters,
                            std::string const& key,
                            std::vector<limit> const& limits,
                            std::chrono::microseconds shift) {
  auto asked = limiters.request(key, limits);
  asked.now += shift;
  auto const made = limiters.check(asked);
  if (!made) return made.error();
  return made->admitted;
}

struct shifted_answers {
  bool is_valid = false;  ///< unshifted, the client stays denied
  bool differ = false;
};

/// A client that spent its permit asks again an hour later and an hour earlier, as the node's clock
/// has it.
result<shifted_answers> ask_with_shifted_clock(limiter_cluster& limiters, std::string const& key) {
  std::vector<limit> const limits{{1, 30min, 1}};
  auto const control = key + " control";
  for (auto const& spender : {key, control}) {
    auto const spent = admits_shifted(limiters, spender, limits, 0us);
    if (!spent) return spent.error();
  }
  shifted_answers seen;
  for (auto const shift : {1h, -1h}) {
    auto const admitted = admits_shifted(limiters, key, limits, shift);
    if (!admitted) return admitted.error();
    seen.differ = seen.differ || *admitted;
  }
  // A window of the store's may have ended meanwhile, and shows here.
  auto const unshifted = admits_shifted(limiters, control, limits, 0us);
  if (!unshifted) return unshifted.error();
  seen.is_valid = !*unshifted;
  return seen;
}

/// Takes the life time off every key; how many had one.
result<std::int64_t> persist_all(limiter_cluster& limiters) {
  auto const keys = limiters.keys();
  if (!keys) return keys.error();
  std::int64_t taken = 0;
  for (auto const& key : *keys) {
    auto const reply = limiters.command({"PERSIST", key});
    if (!reply) return reply.error();
    taken += reply->integer;
  }
  return taken;
}

/// With its keys kept from expiring, who counts on that never gets a permit back.
result<clock_seen> clock_of_store(probe_subject const& subject, std::string const& key) {
  auto& limiters = subject.limiters;
  std::vector<limit> const limits{{1, subject.period, 1}};
  auto const control = key + " control";
  if (auto const empty = limiters.command({"FLUSHALL"}); !empty) return empty.error();
  auto const spent = admits_shifted(limiters, key, limits, 0us);
  if (!spent) return spent.error();
  auto const kept = persist_all(limiters);
  if (!kept) return kept.error();
  auto const spent_too = admits_shifted(limiters, control, limits, 0us);
  if (!spent_too) return spent_too.error();

  limiters.pass(surely_refilled(subject.period));
  auto const with_kept_keys = admits_shifted(limiters, key, limits, 0us);
  if (!with_kept_keys) return with_kept_keys.error();
  auto const untouched = admits_shifted(limiters, control, limits, 0us);
  if (!untouched) return untouched.error();
  if (*kept == 0 || !*untouched) return clock_seen::none;
  return *with_kept_keys ? clock_seen::store : clock_seen::key_ttl;
}

sighting judge_clock(time_source claimed, clock_seen seen) {
  switch (seen) {
    case clock_seen::node:
      return judge(true,
                   claimed == time_source::node,
                   "node: an hour on the node's clock gives a permit back");
    case clock_seen::store:
      return judge(true,
                   claimed == time_source::store,
                   "store: an hour on the node's clock changes nothing, keys that never expire "
                   "neither");
    case clock_seen::key_ttl:
      return judge(true,
                   claimed == time_source::key_ttl,
                   "key_ttl: while its keys are kept from expiring, no permit comes back");
    case clock_seen::none:
      return {standing::unknown, "no clock could be seen to decide"};
  }
  return {};
}

}  // namespace

result<sighting> probe_time(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto const claimed = limiters.claims().time;
  shifted_answers seen;
  for (int i = 0; i < most_tries && !seen.is_valid; ++i) {
    auto const answers = ask_with_shifted_clock(limiters, fmt::format("shifted {}", i));
    if (!answers) return answers.error();
    seen = *answers;
  }
  if (!seen.is_valid) return judge_clock(claimed, clock_seen::none);
  if (seen.differ) return judge_clock(claimed, clock_seen::node);
  auto decided = clock_seen::none;
  for (int i = 0; i < most_tries && decided == clock_seen::none; ++i) {
    auto const clock = clock_of_store(subject, fmt::format("kept {}", i));
    if (!clock) return clock.error();
    decided = *clock;
  }
  return judge_clock(claimed, decided);
}

}  // namespace limitproof
