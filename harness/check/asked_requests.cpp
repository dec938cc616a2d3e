#include "harness/check/asked_requests.hpp"

#include <algorithm>

namespace limitproof {

namespace {

bool is_asked(operation const& op) {
  return op.cost > 0 && op.result != outcome::not_decided && op.result != outcome::not_sent;
}

asked_request asked(operation const& op, std::size_t index, bool denials_spend) {
  auto const denied = op.result == outcome::denied;
  auto const decided = denied || op.result == outcome::admitted;
  auto const timed = op.sent_ns >= 0 && op.received_ns >= op.sent_ns;
  return {std::max<std::int64_t>(0, op.sent_ns),
          decided && timed ? op.received_ns : never,
          static_cast<std::uint32_t>(index),
          op.cost,
          denied && timed,
          !denied || denials_spend};
}

}  // namespace

requests_by_key<asked_request> group_asked(evidence const& e) {
  auto const keys = std::max(e.history.keys.size(), e.plan.keys.size());
  auto const request_of = [&](operation const& op, std::size_t index) {
    return asked(op, index, e.claims.consumes_on_deny);
  };
  return group_by_key<asked_request>(e.history, keys, is_asked, request_of);
}

std::string why_keys_are_shared(evidence const& e) {
  if (e.planned) return "";
  return "the history comes from elsewhere, and others may have used its keys";
}

}  // namespace limitproof
