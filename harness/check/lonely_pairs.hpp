#pragma once

#include "harness/check/asked_requests.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace limitproof {

/// Calls `seen(first, next)` for every request of a key and the one after it that were each alone
/// in the limiter: all earlier ones were answered before `first` was sent, it before `next`, and
/// that before any later one. Nothing else can have been decided between these two.
template <class Seen>
void for_each_lonely_pair(std::span<asked_request const> asked, Seen seen) {
  std::int64_t others_end_ns = -1;  // of the requests before `first`
  for (std::size_t i = 0; i + 1 < asked.size(); ++i) {
    auto const& first = asked[i];
    auto const& next = asked[i + 1];
    bool const is_alone = others_end_ns <= first.sent_ns && first.received_ns <= next.sent_ns;
    others_end_ns = std::max(others_end_ns, first.received_ns);
    // An admission answered by others in flight with it is an admission all the same.
    bool const is_followed_alone =
        next.received_ns != never_ns &&
        (i + 2 == asked.size() || asked[i + 2].sent_ns >= next.received_ns);
    if (is_alone && is_followed_alone) seen(first, next);
  }
}

}  // namespace limitproof
