#include "harness/load/outcome_of_response.hpp"

namespace limitproof {

namespace {

constexpr std::uint16_t denial_status = 429;

bool passed_the_limiter(response_head const& head) {
  for (auto const sign :
       {head.limit, head.remaining, head.reset_s, head.decided_at_us, head.limiter_ns})
    if (sign != absent) return true;
  return false;
}

}  // namespace

outcome outcome_of_response(response_head const& head) {
  bool const degraded = head.degraded != degraded_mode::none;
  if (head.status == denial_status) return degraded ? outcome::denied_degraded : outcome::denied;
  if (head.status == 503 && head.degraded == degraded_mode::closed) return outcome::denied_degraded;
  if ((head.status == 400 || head.status == 408) && !passed_the_limiter(head))
    return outcome::not_decided;
  if (head.status >= 200 && head.status < 500)
    return degraded ? outcome::admitted_degraded : outcome::admitted;
  return outcome::unknown;
}

void copy_facts(response_head const& head, operation& record) {
  record.status = head.status;
  record.decided_at_us = head.decided_at_us;
  record.arrived_at_us = head.arrived_at_us;
  record.limiter_ns = head.limiter_ns;
  record.limit = head.limit;
  record.remaining = head.remaining;
  record.reset_s = head.reset_s;
  record.retry_after_s = head.retry_after_s;
}

}  // namespace limitproof
