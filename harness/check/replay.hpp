#pragma once

#include "harness/check/answer_queue.hpp"

#include <cstddef>

namespace limitproof {

/// Goes through the sends and the answers of `requests` (ordered by send; a span, or whatever has
/// size() and gives the request at a position) in time order:
/// `opened(position)` when a request is sent, `closed(position)` when it is answered; at one
/// instant the sends come first, as both ends of an interval belong to it. O(n log k) time and O(k)
/// memory for k requests in flight at once.
template <class Requests, class Opened, class Closed>
void replay(Requests const& requests, Opened opened, Closed closed) {
  answer_queue in_flight;

  for (std::size_t position = 0; position < requests.size(); ++position) {
    auto const& request = requests[position];
    while (!in_flight.empty() && in_flight.first_ns() < request.sent_ns) closed(in_flight.pop());
    opened(position);
    in_flight.push(request.received_ns, position);
  }
  while (!in_flight.empty()) closed(in_flight.pop());
}

}  // namespace limitproof
