#include "harness/run/check_history.hpp"

#include "harness/check/run_checks.hpp"
#include "harness/codec/policy_codec.hpp"
#include "harness/codec/policy_text.hpp"
#include "harness/codec/text_file.hpp"

#include <algorithm>

namespace limitproof {

namespace {

// Left out of the judgement, a burst would accuse the limiter of what it was allowed.
result<void> check_burst(history_promise const& promise) {
  auto const& limits = promise.policy.limits;
  auto const has_burst = [](limit const& l) { return l.burst != l.count; };
  if ((promise.algorithm && is_bucket(*promise.algorithm)) ||
      std::none_of(limits.begin(), limits.end(), has_burst))
    return {};
  return error{
      errc::bad_usage,
      "the policy names a burst or a burst_mode, which only token_bucket and gcra know: add "
      "--algorithm token_bucket, or leave it out"};
}

plan plan_of(history_promise const& promise, history const& h) {
  plan p;
  p.scenario.policy = promise.policy;
  p.scenario.judge = promise.algorithm ? judged_by::declared : judged_by::promised;
  p.scenario.tolerance = promise.tolerance;
  p.keys = h.keys;
  return p;
}

}  // namespace

result<policy> promised_policy(std::vector<std::string> const& texts,
                               std::optional<std::filesystem::path> const& file) {
  if (file) {
    auto const text = read_text(*file);
    if (!text) return text.error();
    return decode_policy(*text, file->string());
  }
  policy promised;
  for (auto const& text : texts) {
    auto const parsed = parse_limit(text);
    if (!parsed) return parsed.error();
    promised.limits.push_back(*parsed);
  }
  return promised;
}

result<judged_history> check_history(std::filesystem::path const& file,
                                     history_promise const& promise,
                                     told_clock const& clock) {
  auto const sensible = check_burst(promise);
  if (!sensible) return sensible.error();
  auto told = read_history_lines(file, clock);
  if (!told) return told.error();
  auto const p = plan_of(promise, *told);
  limiter_claims claims;
  claims.algorithm = promise.algorithm.value_or(algorithm::sliding_log);
  auto judged = run_checks(evidence{*told, p, claims, {}, false});
  return judged_history{std::move(*told), std::move(judged)};
}

}  // namespace limitproof
