#include "harness/check/asked_requests.hpp"

#include <algorithm>
#include <stdexcept>

namespace limitproof {

namespace {

constexpr std::uint32_t largest_31_bits = 0x7fff'ffff;

bool is_asked(operation const& op) {
  return op.cost > 0 && op.result != outcome::not_decided && op.result != outcome::not_sent;
}

asked_request asked(operation const& op, std::size_t index, bool denials_spend) {
  auto const denied = op.result == outcome::denied;
  auto const decided = denied || op.result == outcome::admitted;
  auto const timed = op.sent_ns >= 0 && op.received_ns >= op.sent_ns;
  asked_request request;
  request.sent_ns = std::max<std::int64_t>(0, op.sent_ns);
  request.received_ns = decided && timed ? op.received_ns : never_ns;
  request.operation = static_cast<std::uint32_t>(index) & largest_31_bits;
  request.denied = denied && timed;
  request.cost = static_cast<std::uint32_t>(op.cost) & largest_31_bits;
  request.may_spend = !denied || denials_spend;
  return request;
}

}  // namespace

requests_by_key<asked_request> group_asked(evidence const& e) {
  if (e.history.operations.size() > largest_31_bits)
    throw std::length_error("more than 2^31 - 1 operations cannot be judged at once");
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
