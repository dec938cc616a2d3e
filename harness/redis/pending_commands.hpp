#pragma once

#include "harness/model/error.hpp"
#include "harness/redis/redis_reply.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace limitproof {

/// Waits for all replies of one pipeline; told exactly once, and not destroyed untold.
class reply_waiter {
 public:
  virtual ~reply_waiter() = default;
  /// Does not call back into the queue: what it wakes runs later.
  virtual void tell(result<std::vector<redis_reply>> outcome) = 0;
};

/// Which caller the next reply of a connection belongs to. RESP2 replies carry no name, only their
/// order, so a caller that was given up leaves a gap: its replies are still to come and are dropped
/// when they do. All pipelines have the same time allowance, hence deadlines come in queue order,
/// the given-up ones are always the oldest, and a count of them is enough.
/// Example: A and B are sent, A (2 commands) is given up, two replies are dropped, the third is
/// B's.
class pending_commands {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `commands` > 0 replies are to come; `deadline` is not before that of the one pushed last.
  void push(time_point deadline, std::size_t commands, std::unique_ptr<reply_waiter> waiter);

  /// The connection's next reply; something must be awaited.
  void take(redis_reply reply);

  /// Gives up every pipeline whose deadline is at or before `now`.
  void give_up(time_point now, error const& reason);

  /// The connection is gone: nothing more is to come.
  void fail_all(error const& reason);

  /// When the oldest pipeline must be given up, if one waits.
  [[nodiscard]] std::optional<time_point> next_deadline() const;

  /// Replies still to come that nobody waits for.
  [[nodiscard]] std::size_t late() const { return late_; }

 private:
  struct pipeline {
    time_point deadline;
    std::size_t commands;
    std::unique_ptr<reply_waiter> waiter;
    std::vector<redis_reply> replies;
  };

  std::size_t late_ = 0;
  std::deque<pipeline> waiting_;
};

}  // namespace limitproof
