#include "harness/node/answer_tallies.hpp"

#include <array>

namespace limitproof {

namespace {

constexpr std::array all_tallies = {&answer_tallies::allowed,
                                    &answer_tallies::denied,
                                    &answer_tallies::failed_open,
                                    &answer_tallies::failed_closed,
                                    &answer_tallies::local_allowed,
                                    &answer_tallies::local_denied,
                                    &answer_tallies::refused,
                                    &answer_tallies::limiter_errors};

tally& tally_of(answer_tallies& tallies, response const& answer) {
  if (answer.not_charged) return tallies.refused;
  if (answer.status == 500) return tallies.limiter_errors;
  bool const served = answer.status == 200;
  if (!answer.degraded) return served ? tallies.allowed : tallies.denied;
  if (*answer.degraded == on_store_error::local)
    return served ? tallies.local_allowed : tallies.local_denied;
  return served ? tallies.failed_open : tallies.failed_closed;
}

}  // namespace

void count(answer_tallies& tallies, response const& answer) {
  ++tally_of(tallies, answer);
}

answer_tallies& operator+=(answer_tallies& sum, answer_tallies const& part) {
  for (auto const one : all_tallies) sum.*one += (part.*one).value();
  return sum;
}

node_counters counters_of(answer_tallies const& tallies) {
  node_counters counters;
  for (auto const one : all_tallies) counters.requests += (tallies.*one).value();
  counters.admitted =
      tallies.allowed.value() + tallies.failed_open.value() + tallies.local_allowed.value();
  counters.denied =
      tallies.denied.value() + tallies.failed_closed.value() + tallies.local_denied.value();
  counters.refused = tallies.refused.value();
  counters.script_errors = tallies.limiter_errors.value();
  counters.degraded = tallies.failed_open.value() + tallies.failed_closed.value() +
                      tallies.local_allowed.value() + tallies.local_denied.value();
  return counters;
}

}  // namespace limitproof
