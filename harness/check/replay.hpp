#pragma once

#include "harness/check/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace limitproof {

/// Goes through the sends and the answers of `requests` (ordered by send; a span, or whatever has
/// size() and gives the request at a position) in time order:
/// `opened(position)` when a request is sent, `closed(position)` when it is answered; at one
/// instant the sends come first, as both ends of an interval belong to it. O(n log k) time and O(k)
/// memory for k requests in flight at once.
template <class Requests, class Opened, class Closed>
void replay(Requests const& requests, Opened opened, Closed closed) {
  // Time and position in one number, as comparing that takes no branch.
  constexpr int position_bits = 64;
  std::priority_queue<wide, std::vector<wide>, std::greater<>> in_flight;
  auto const first_answer = [&] {
    return static_cast<std::int64_t>(in_flight.top() >> position_bits);
  };
  auto const close_first = [&] {
    auto const position = static_cast<std::size_t>(static_cast<std::uint64_t>(in_flight.top()));
    in_flight.pop();
    closed(position);
  };

  for (std::size_t position = 0; position < requests.size(); ++position) {
    auto const& request = requests[position];
    while (!in_flight.empty() && first_answer() < request.sent_ns) close_first();
    opened(position);
    in_flight.push((wide{request.received_ns} << position_bits) | position);
  }
  while (!in_flight.empty()) close_first();
}

}  // namespace limitproof
