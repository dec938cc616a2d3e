#include "harness/check/answer_rules.hpp"

#include "harness/check/draft_03_rules.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr std::uint16_t too_many_requests = 429;
constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::string_view claimed_wait = "limiters/README.md, claim retry_after";
constexpr std::string_view optional_wait = "RFC 6585 section 4";
constexpr std::string_view claimed_count = "limiters/README.md, claims shared and exact";
constexpr header_rule advertised_policy{"H6", warning, "the scenario's policy"};
constexpr header_rule exact_limit{"H6", must, claimed_count};
constexpr header_rule charged{"H7", must, claimed_count};

void judge_fields(operation const& op, bool reset_is_instant, breach_list& breaches) {
  if (op.limit != absent && op.remaining > op.limit)
    breaches.add(
        remaining_within_limit,
        [&] { return fmt::format("more remains than RateLimit-Limit: {}", op.limit); },
        told_value{told_field::remaining, op.remaining},
        op.id);
  if (op.reset_s == absent || reset_is_instant) return;
  told_value const told{told_field::reset, op.reset_s};
  if (op.reset_s >= least_epoch_s)
    breaches.add(
        reset_is_delay,
        [] { return "an instant since the epoch instead of a delay"; },
        told,
        op.id);
  else if (op.retry_after_s != absent &&
           std::max(op.retry_after_s, op.reset_s) - std::min(op.retry_after_s, op.reset_s) > 1)
    breaches.add(
        retry_is_reset,
        [&] { return fmt::format("Retry-After: {} is another instant", op.retry_after_s); },
        told,
        op.id);
}

/// By sample: whether its head has no Retry-After at all, neither seconds nor a date.
std::vector<bool> without_retry_after(history const& h) {
  std::vector<bool> without;
  for (auto const& sample : h.samples)
    without.push_back(!has_field(to_judge(sample, {}), "retry-after"));
  return without;
}

void judge_wait(limiter_claims const& claims,
                operation const& op,
                header_sample const* without,
                breach_list& breaches) {
  auto const severity = claims.retry_after ? must : warning;
  auto const section = claims.retry_after ? claimed_wait : optional_wait;
  if (op.retry_after_s == 0)
    breaches.add(
        {"G7", severity, section},
        [] { return "waiting for 0 s invites a retry that is denied at once"; },
        told_value{told_field::retry_after, 0},
        op.id);
  if (without)
    breaches.add({"G6", severity, section},
                 "the denial does not say when to come back: it has no Retry-After",
                 without->head.substr(0, without->head.find("\r\n")),
                 op.id);
}

/// A quota without a window may be the limit or its burst; one with a window has the limit's rate,
/// whatever multiple of it.
bool is_configured(evidence const& e, std::int64_t quota, std::optional<std::int64_t> window_s) {
  auto const& limits = e.plan.scenario.policy.limits;
  return std::any_of(limits.begin(), limits.end(), [&](limit const& l) {
    if (window_s) return wide{quota} * l.per.count() == wide{l.count} * *window_s * second_ns;
    return quota == l.count || quota == l.burst || quota == capacity(e.claims.algorithm, l);
  });
}

/// Whether some window of whole seconds makes the quota a limit's rate.
bool has_a_window(evidence const& e, std::int64_t quota) {
  auto const& limits = e.plan.scenario.policy.limits;
  return std::any_of(limits.begin(), limits.end(), [&](limit const& l) {
    return wide{quota} * l.per.count() % (wide{l.count} * second_ns) == 0;
  });
}

bool tells_exactly(evidence const& e) {
  return e.claims.shared && e.claims.exact && e.claims.algorithm != algorithm::none;
}

/// What the fullest limit can hold.
std::int64_t most_held(evidence const& e) {
  std::int64_t most = 0;
  for (auto const& l : e.plan.scenario.policy.limits)
    most = std::max(most, capacity(e.claims.algorithm, l) + e.plan.scenario.tolerance.slack);
  return most;
}

/// Of an exact limiter: whoever was admitted has left at least its cost less than there can be.
void judge_charge(operation const& op, std::int64_t most, breach_list& breaches) {
  if (op.result != outcome::admitted || op.remaining == absent || op.cost < 0) return;
  if (op.remaining <= most - op.cost) return;
  breaches.add(
      charged,
      [&] {
        return fmt::format("its cost of {} was not taken off: at most {} can remain of {}",
                           op.cost,
                           most - op.cost,
                           most);
      },
      told_value{told_field::remaining, op.remaining},
      op.id);
}

}  // namespace

void judge_answers(evidence const& e, told_dialect const& dialect, header_judgement& into) {
  auto const without = without_retry_after(e.history);
  auto const is_exact = tells_exactly(e);
  auto const most = most_held(e);
  for (auto const& op : e.history.operations) {
    if (dialect.is_draft_03) judge_fields(op, dialect.reset_is_instant, into.breaches);
    if (is_exact) judge_charge(op, most, into.breaches);
    if (op.status != too_many_requests) continue;
    // An answer of which no head was kept is not accused of what it may lack.
    auto const lacks = op.head != 0 && op.head <= without.size() && without[op.head - 1];
    judge_wait(e.claims, op, lacks ? &e.history.samples[op.head - 1] : nullptr, into.breaches);
  }
}

void judge_advertised(evidence const& e, told_dialect const& dialect, header_judgement& into) {
  for (auto const& told : into.advertised)
    if (!is_configured(e, told.quota, told.window_s))
      into.breaches.add(
          advertised_policy,
          told.window_s
              ? fmt::format(
                    "{} per {} s is no limit that was configured", told.quota, *told.window_s)
              : fmt::format("{} is no limit that was configured", told.quota),
          told.line,
          told.operation);
  auto const& rule = tells_exactly(e) ? exact_limit : advertised_policy;
  for (auto const& op : e.history.operations)
    if (op.limit != absent && !is_configured(e, op.limit, std::nullopt) &&
        !(dialect.limit_has_a_window && has_a_window(e, op.limit)))
      into.breaches.add(
          rule,
          [&] { return fmt::format("{} is no limit that was configured", op.limit); },
          told_value{told_field::limit, op.limit},
          op.id);
}

}  // namespace limitproof
