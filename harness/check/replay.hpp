#pragma once

#include "harness/check/admissions.hpp"

#include <functional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

namespace limitproof {

/// Goes through the sends and the answers of `requests` (ordered by send; a span, or whatever has
/// size() and gives the request at a position) in time order:
/// `opened(position)` when a request is sent, `closed(position)` when it is answered; at one
/// instant the sends come first, as both ends of an interval belong to it. O(n log k) time and O(k)
/// memory for k requests in flight at once.
template <class Requests, class Opened, class Closed>
void replay(Requests const& requests, Opened opened, Closed closed) {
  using answer = std::pair<std::int64_t, std::size_t>;
  std::priority_queue<answer, std::vector<answer>, std::greater<>> in_flight;
  auto const close_first = [&] {
    auto const position = in_flight.top().second;
    in_flight.pop();
    closed(position);
  };

  for (std::size_t position = 0; position < requests.size(); ++position) {
    auto const& request = requests[position];
    while (!in_flight.empty() && in_flight.top().first < request.sent_ns) close_first();
    opened(position);
    in_flight.emplace(request.received_ns, position);
  }
  while (!in_flight.empty()) close_first();
}

}  // namespace limitproof
