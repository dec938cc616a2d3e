#pragma once

#include "harness/check/answer_queue.hpp"
#include "harness/check/charged_requests.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace limitproof {

/// How much may have been spent on one key by when, asked for ever later instants: what lies
/// between two instants a ≤ b at most is sent_until(b) - answered_before(a). Memory for the
/// requests in flight only; spend_counts answers in any order.
class sent_cursor {
 public:
  /// `requests` is borrowed, in order of sending.
  explicit sent_cursor(std::span<charged_request const> requests) : requests_(requests) {}

  /// Cost of the requests sent at `at` or before; `at` never falls.
  [[nodiscard]] std::int64_t sent_until(std::int64_t at);

 private:
  std::span<charged_request const> requests_;
  std::size_t next_ = 0;
  std::int64_t sum_ = 0;
};

class answered_cursor {
 public:
  /// `requests` is borrowed, in order of sending.
  explicit answered_cursor(std::span<charged_request const> requests) : requests_(requests) {}

  /// Cost of the requests answered before `at`, which never falls; those never answered never
  /// count.
  [[nodiscard]] std::int64_t answered_before(std::int64_t at);

 private:
  std::span<charged_request const> requests_;
  std::size_t next_ = 0;
  std::int64_t sum_ = 0;
  answer_queue in_flight_;  ///< their costs
};

}  // namespace limitproof
