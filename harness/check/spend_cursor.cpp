#include "harness/check/spend_cursor.hpp"

namespace limitproof {

std::int64_t sent_cursor::sent_until(std::int64_t at) {
  for (; next_ < requests_.size() && requests_[next_].sent_ns <= at; ++next_)
    sum_ += requests_[next_].charge;
  return sum_;
}

std::int64_t answered_cursor::answered_before(std::int64_t at) {
  // An answer before `at` was sent before it.
  for (; next_ < requests_.size() && requests_[next_].sent_ns < at; ++next_) {
    auto const& request = requests_[next_];
    if (request.charge > 0 && request.received_ns != never_ns)
      in_flight_.push(request.received_ns, request.charge);
  }
  while (!in_flight_.empty() && in_flight_.first_ns() < at)
    sum_ += static_cast<std::int64_t>(in_flight_.pop());
  return sum_;
}

}  // namespace limitproof
