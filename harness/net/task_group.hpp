#pragma once

#include "harness/model/error.hpp"
#include "harness/model/units.hpp"
#include "harness/net/result_token.hpp"

#include <cstddef>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace limitproof {

/// Owns the coroutines spawned into it, on one io_context thread. A child that ends leaves the
/// group; one that throws anything but its own cancellation throws out of io_context::run.
/// Shutting down is `cancel()`, then `co_await join(deadline)`. Destroying the group cancels the
/// children without waiting, so what they refer to must outlive them or the io_context's run.
class task_group {
 public:
  explicit task_group(asio::any_io_executor executor);
  ~task_group();
  task_group(task_group const&) = delete;
  task_group& operator=(task_group const&) = delete;

  /// Starts `task` from the loop, never inside this call.
  void spawn(asio::awaitable<void> task);

  /// Asks every present child to stop: what it awaits ends with operation_aborted and its next
  /// co_await throws. Children spawned later are not affected.
  void cancel();

  [[nodiscard]] std::size_t size() const;

  /// Waits until the group is empty; one caller at a time. Error: `timed_out` with the number of
  /// children still running.
  [[nodiscard]] asio::awaitable<result<void>> join(duration deadline);

 private:
  struct children;
  std::shared_ptr<children> children_;
};

}  // namespace limitproof
