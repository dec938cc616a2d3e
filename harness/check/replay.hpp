#pragma once

#include "harness/check/answer_order.hpp"
#include "harness/check/requests_by_key.hpp"
#include "harness/model/assert.hpp"

#include <cstddef>
#include <cstdint>

namespace limitproof {

/// The answers of `requests`, looked for ahead of their sending; borrows them.
template <class Requests>
class coming_answers {
 public:
  explicit coming_answers(Requests const& requests) : requests_(requests) {}

  /// The request at `position`, which never falls, is the next one to be sent.
  void reach(std::size_t position) {
    if (position == known_) look_ahead();
  }

  [[nodiscard]] bool any_before(std::int64_t at_ns) const {
    return !order_.empty() && order_.first_ns() < at_ns;
  }

  /// Takes the first one out; its request's position.
  std::size_t pop() { return order_.pop(); }

  [[nodiscard]] bool empty() const { return order_.empty(); }

  /// Of the requests that were reached.
  [[nodiscard]] bool are_all_answered() const { return all_answered_; }

 private:
  void look_ahead() {
    for (auto left = order_.make_room(requests_.size() - known_); left > 0; --left, ++known_) {
      auto const& request = requests_[known_];
      LIMITPROOF_ASSERT(request.received_ns >= request.sent_ns);
      if (request.received_ns == never_ns)
        all_answered_ = false;
      else
        order_.add(request.received_ns, known_);
    }
    order_.sort_in();
  }

  Requests const& requests_;
  answer_order order_;
  std::size_t known_ = 0;  // of the first so many requests it has the answers
  bool all_answered_ = true;
};

/// Goes through the sends and the answers of `requests` (a span, ordered by send, none answered
/// before it) in time order: `opened(position)` when a request is sent, `closed(position)` when it
/// is answered; at one instant the sends come first, as both ends of an interval belong to it.
/// Those never answered are closed last. O(n) time and O(k) memory for k requests in flight at
/// once.
template <class Requests, class Opened, class Closed>
void replay(Requests const& requests, Opened opened, Closed closed) {
  coming_answers<Requests> answers(requests);
  for (std::size_t position = 0; position < requests.size(); ++position) {
    answers.reach(position);
    while (answers.any_before(requests[position].sent_ns)) closed(answers.pop());
    opened(position);
  }
  while (!answers.empty()) closed(answers.pop());
  if (answers.are_all_answered()) return;
  for (std::size_t position = 0; position < requests.size(); ++position)
    if (requests[position].received_ns == never_ns) closed(position);
}

}  // namespace limitproof
