#pragma once

#include "harness/check/answer_order.hpp"
#include "harness/check/requests_by_key.hpp"
#include "harness/model/assert.hpp"

#include <cstddef>

namespace limitproof {

/// Goes through the sends and the answers of `requests` (a span, ordered by send, none answered
/// before it) in time order: `opened(position)` when a request is sent, `closed(position)` when it
/// is answered; at one instant the sends come first, as both ends of an interval belong to it.
/// Those never answered are closed last. O(n) time and O(k) memory for k requests in flight at
/// once.
template <class Requests, class Opened, class Closed>
void replay(Requests const& requests, Opened opened, Closed closed) {
  answer_order answers;
  std::size_t known = 0;  // of the first so many requests it has the answers
  bool all_answered = true;
  auto const look_ahead = [&] {
    for (auto left = answers.make_room(requests.size() - known); left > 0; --left, ++known) {
      auto const& request = requests[known];
      LIMITPROOF_ASSERT(request.received_ns >= request.sent_ns);
      if (request.received_ns == never_ns)
        all_answered = false;
      else
        answers.add(request.received_ns, known);
    }
    answers.sort_in();
  };

  for (std::size_t position = 0; position < requests.size(); ++position) {
    if (position == known) look_ahead();
    auto const sent_ns = requests[position].sent_ns;
    while (!answers.empty() && answers.first_ns() < sent_ns) closed(answers.pop());
    opened(position);
  }
  while (!answers.empty()) closed(answers.pop());
  if (all_answered) return;
  for (std::size_t position = 0; position < requests.size(); ++position)
    if (requests[position].received_ns == never_ns) closed(position);
}

}  // namespace limitproof
