// Heads of responses, each ended by an empty line: the header rules judge them, with the values
// that the load engine would have read of them.

#include "harness/check/header_contract.hpp"
#include "harness/check/structured_field.hpp"
#include "harness/codec/read_problems.hpp"
#include "harness/model/sampled_head.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/unit/load/scanned_response.hpp"

#include <algorithm>

namespace {

using namespace limitproof;

constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr std::int64_t second_ns = 1'000'000'000;

/// The request that was answered so, a second after the one before.
operation answered(std::string_view head, std::uint64_t id) {
  auto const seen = scan_whole(std::string(head) + std::string(end_of_head)).head;
  operation op;
  op.id = id;
  op.intended_ns = op.sent_ns = static_cast<std::int64_t>(id) * second_ns;
  op.received_ns = op.sent_ns + second_ns / 100;
  op.status = seen.status;
  op.result = seen.status == 429 ? outcome::denied : outcome::admitted;
  op.limit = seen.limit;
  op.remaining = seen.remaining;
  op.reset_s = seen.reset_s;
  op.retry_after_s = seen.retry_after_s;
  op.decided_at_us = seen.decided_at_us;
  return op;
}

history told_by(std::string_view heads) {
  history told;
  told.keys = {"client"};
  while (!heads.empty()) {
    auto const head = heads.substr(0, heads.find(end_of_head));
    heads.remove_prefix(std::min(heads.size(), head.size() + end_of_head.size()));
    auto const id = std::uint64_t{told.operations.size()} + 1;
    told.operations.push_back(answered(head, id));
    told.samples.push_back({id, std::string(head) + "\r\n", ""});
  }
  return told;
}

template <class Field>
void demand_placed(sf_result<Field> const& parsed, std::string_view field) {
  if (parsed) return;
  demand(parsed.error().at <= field.size(), "a fault lies within the field");
  demand(!parsed.error().expected.empty(), "a fault says what was expected");
}

void judge_fields(history const& told) {
  for (auto const& sample : told.samples) {
    for (auto const& [name, value] : take_apart(sample.head).fields) {
      demand_placed(parse_list(value), value);
      demand_placed(parse_dictionary(value), value);
      demand_placed(parse_item(value), value);
      // RFC 9651 section 3.1: an Item is a List of one member, which stays the same.
      auto const item = parse_item(value);
      auto const list = parse_list(value);
      if (item) demand(list && *list == sf_list(1, *item), "an Item is a List of one");
    }
  }
}

void demand_reasoned(finding const& found) {
  demand(!found.claim.empty(), "a finding says what it is");
  auto const is_must = [](rule_breach const& b) { return b.severity == breach_severity::must; };
  auto const broken = std::any_of(found.breaches.begin(), found.breaches.end(), is_must);
  demand(broken == (found.verdict == verdict_kind::fail), "a must is broken iff the check fails");
  demand(broken == !found.witness.empty(), "a failure names the answers that broke a rule");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const told = told_by(text_of(bytes, size));
  judge_fields(told);

  // A usual policy, and the largest that there can be.
  constexpr std::int64_t most_permits = 1'000'000'000'000;
  for (auto const& l : {limit{50, std::chrono::seconds(1), 100},
                        limit{most_permits, std::chrono::days(400), most_permits}}) {
    plan promised;
    promised.scenario.policy.limits = {l};
    promised.keys = told.keys;
    limiter_claims claims;
    claims.algorithm = algorithm::token_bucket;
    claims.shared = claims.exact = true;
    evidence const judged{
        told, promised, claims, {}, /*planned=*/true, {}, {}, read_problems(told)};
    demand_reasoned(check_header_contract(judged, measurements{}));
  }
  return 0;
}
