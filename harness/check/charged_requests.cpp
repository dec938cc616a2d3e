#include "harness/check/charged_requests.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

constexpr auto since_ever = std::numeric_limits<std::int64_t>::min();
constexpr std::uint32_t largest_31_bits = 0x7fff'ffff;

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

bool is_answered(operation const& op) {
  return op.result == outcome::admitted || op.result == outcome::denied;
}

bool is_decided(operation const& op) {
  return is_answered(op) && op.sent_ns != absent && op.received_ns >= op.sent_ns;
}

/// Until when the limiter may have decided a request that may have been charged.
std::int64_t last_charge(operation const& op) {
  auto const timed = op.received_ns != absent && op.received_ns >= op.sent_ns;
  return is_answered(op) && timed ? op.received_ns : never_ns;
}

}  // namespace

requests_by_key<charged_request> group_charged(evidence const& e) {
  auto const consumes = e.claims.consumes_on_deny;
  auto const is_counted = [&](operation const& op) {
    return is_decided(op) || (op.cost > 0 && may_be_charged(op, consumes));
  };
  auto const request_of = [&](operation const& op, std::size_t index) {
    auto const charge = may_be_charged(op, consumes) ? std::max(op.cost, 0) : 0;
    charged_request request;
    request.sent_ns = op.sent_ns == absent ? since_ever : op.sent_ns;
    request.received_ns = last_charge(op);
    request.operation = static_cast<std::uint32_t>(index);
    request.charge = static_cast<std::uint32_t>(charge) & largest_31_bits;
    request.is_decided = is_decided(op);
    return request;
  };
  auto const keys = std::max(e.history.keys.size(), e.plan.keys.size());
  return group_by_key<charged_request>(e.history, keys, is_counted, request_of);
}

}  // namespace limitproof
