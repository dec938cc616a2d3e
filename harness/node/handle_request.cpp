#include "harness/node/handle_request.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

response store_failed(answer_rules const& rules) {
  response answer;
  answer.degraded = rules.store_error;
  if (rules.store_error == on_store_error::open) return answer;
  answer.status = 503;
  answer.detail = "The store that keeps the count did not answer in time.";
  answer.retry_after_s = rules.outage_wait_s;
  return answer;
}

response limiter_failed() {
  response answer;
  answer.status = 500;
  answer.detail = "The limiter failed; the node's log says how.";
  return answer;
}

response failed(errc code, answer_rules const& rules) {
  if (code == errc::store_unavailable) return store_failed(rules);
  if (code == errc::invalid_cost) return refused(refusal::cost);
  return limiter_failed();
}

response decided_by(decision const& d) {
  response answer;
  answer.quota = told_quota{
      d.limit, d.remaining, ceil_seconds(d.reset_after), d.binding_limit, d.each_remaining};
  if (d.admitted) return answer;
  answer.status = 429;
  answer.violated_limit = d.binding_limit;
  // A wait of zero would invite a retry that is denied again at once.
  answer.retry_after_s = std::max<std::int64_t>(1, ceil_seconds(d.retry_after));
  answer.quota->reset_s = *answer.retry_after_s;
  return answer;
}

response decided_alone(decision const& d) {
  auto answer = decided_by(d);
  answer.degraded = on_store_error::local;
  answer.quota.reset();
  return answer;
}

}  // namespace

first_step begin_request(request_facts& facts, policy const& promised, node_time now) {
  if (auto const why = find_refusal(facts)) return refused(*why);
  if (facts.health) return response{};
  return limit_request{std::move(facts.api_key), promised.limits, permits{1}, now};
}

response refused(refusal why) {
  auto const text = text_of(why);
  response answer;
  answer.status = text.status;
  answer.detail = text.detail;
  answer.not_charged = why;
  return answer;
}

response finish_request(result<decision> const& decided,
                        limiter_stamps stamps,
                        answer_rules const& rules) {
  response answer;
  if (!decided) {
    answer = failed(decided.error().code, rules);
  } else if (decided->binding_limit >= rules.limits) {
    answer = limiter_failed();
  } else {
    answer = decided->local ? decided_alone(*decided) : decided_by(*decided);
    stamps.decided_at = decided->decided_at;
  }
  answer.stamps = stamps;
  return answer;
}

std::int64_t ceil_seconds(duration wait) {
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
  auto const whole = seconds.count();
  return wait <= duration::zero() ? 0 : whole + (wait > seconds ? 1 : 0);
}

}  // namespace limitproof
