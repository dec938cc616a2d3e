#include "harness/guard/lease_book.hpp"

#include <algorithm>
#include <utility>

// A batch of n permits is one call of cost n, so every permit is taken from the limiter before it
// is given to anybody, and is given once: all that is ever admitted was counted. What a lease moves
// is time. A permit taken at t is given by t + lasts, or not at all: the time is counted from
// before the batch was asked for, and one that nobody came for is lost to the client. So a thread
// gives, within an interval that its clients can see,
//
//     what it takes within the interval  +  what it held when the interval began, at most n - 1
//
// for it takes a batch only when it holds nothing, and the request that takes it was sent before:
// it lies in the interval only if the batch does. With N threads that share a count, a limiter of
// curve α admits at most α(L) + N·(n - 1) in an interval of length L, whatever `lasts` is. That is
// the slack to declare. In return up to N·(n - 1) permits are out of others' reach, who may be
// denied meanwhile.
//
// A key that comes once within `lasts` is asked for as it is: for it a batch would be all loss.
// After a batch was denied none is tried until it could be admitted, as the limiter tells, and
// single permits are taken. Costs other than 1 never meet a lease.

namespace limitproof {

lease_book::lease_book(lease_spec spec,
                       algorithm judged_by,
                       lease_tallies& counts,
                       std::size_t most)
    : spec_(spec), judged_by_(judged_by), counts_(counts), leases_(most) {}

std::variant<lease_step, decision> lease_book::answer(limit_request const& question,
                                                      time_point now) {
  if (question.cost != permits{1} || !fits(question)) return lease_step::ask;
  auto* const known = find(question);
  if (known == nullptr) {
    remember(question, now);
    return lease_step::ask;
  }
  bool const hot = now - std::exchange(known->last_asked, now) < spec_.lasts;
  if (now >= known->expires) lose(*known);
  if (known->held > 0) return serve(*known, now);
  if (known->under_way) return lease_step::await;
  if (!hot || now < known->next_batch) return lease_step::ask;
  known->under_way = true;
  return lease_step::take;
}

decision lease_book::landed(limit_request const& question, decision const& batch, call_span when) {
  auto* const known = find(question);
  if (known != nullptr) known->under_way = false;
  if (!batch.admitted) {
    auto const wait = std::min(batch.retry_after, spec_.lasts);
    if (known != nullptr) known->next_batch = when.asked + wait;
    return batch;
  }
  counts_.taken += spec_.permits;
  lease fresh{{}, when.answered, false, {}, spec_.permits, batch, when.answered, {}};
  auto first = serve(fresh, when.answered);
  if (known == nullptr) {
    lose(fresh);
    return first;
  }
  lose(*known);
  known->held = fresh.held;
  known->told = fresh.told;
  known->answered = fresh.answered;
  known->expires = when.asked + spec_.lasts;
  return first;
}

void lease_book::failed(limit_request const& question) {
  if (auto* const known = find(question)) known->under_way = false;
}

lease_book::lease* lease_book::find(limit_request const& question) {
  auto* const known = leases_.find(question.key);
  if (known == nullptr || !std::equal(known->limits.begin(),
                                      known->limits.end(),
                                      question.limits.begin(),
                                      question.limits.end()))
    return nullptr;
  return known;
}

void lease_book::remember(limit_request const& question, time_point now) {
  lease cold{std::vector<limit>(question.limits.begin(), question.limits.end()), now};
  auto forgotten = leases_.put(question.key, std::move(cold));
  if (forgotten) lose(*forgotten);
}

bool lease_book::fits(limit_request const& question) const {
  return std::all_of(question.limits.begin(), question.limits.end(), [this](limit const& l) {
    return spec_.permits <= capacity(judged_by_, l);
  });
}

decision lease_book::serve(lease& from, time_point now) {
  --from.held;
  ++counts_.served;
  auto told = from.told;
  told.remaining += from.held;
  for (auto& remaining : told.each_remaining) remaining += from.held;
  told.reset_after = std::max(told.reset_after - duration(now - from.answered), duration(0));
  // The store decided when the batch was taken, and not within this request.
  if (now != from.answered) told.decided_at.reset();
  return told;
}

void lease_book::lose(lease& from) {
  counts_.expired += std::exchange(from.held, 0);
}

}  // namespace limitproof
