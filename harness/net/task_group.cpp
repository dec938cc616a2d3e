#include "harness/net/task_group.hpp"

#include <exception>
#include <list>
#include <string>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

namespace limitproof {

namespace {

/// asio's way of unwinding a cancelled coroutine is a throw, and is how a child is meant to end.
void rethrow_unless_cancelled(std::exception_ptr const& thrown) {
  if (!thrown) return;
  try {
    std::rethrow_exception(thrown);
  } catch (boost::system::system_error const& e) {
    if (e.code() != asio::error::operation_aborted) throw;
  }
}

}  // namespace

struct task_group::children {
  explicit children(asio::any_io_executor executor) : joined(executor) {}

  std::list<asio::cancellation_signal> running;
  steady_timer joined;  ///< cancelled when the last child ends
};

task_group::task_group(asio::any_io_executor executor)
    : children_(std::make_shared<children>(std::move(executor))) {}

task_group::~task_group() {
  cancel();
}

void task_group::spawn(asio::awaitable<void> task) {
  auto const child = children_->running.emplace(children_->running.end());
  auto on_end = [group = children_, child](std::exception_ptr thrown) {
    group->running.erase(child);
    if (group->running.empty()) group->joined.cancel();
    rethrow_unless_cancelled(thrown);
  };
  asio::co_spawn(children_->joined.get_executor(),
                 std::move(task),
                 asio::bind_cancellation_slot(child->slot(), std::move(on_end)));
}

void task_group::cancel() {
  for (auto& child : children_->running) child.emit(asio::cancellation_type::terminal);
}

std::size_t task_group::size() const {
  return children_->running.size();
}

asio::awaitable<result<void>> task_group::join(duration deadline) {
  auto const group = children_;
  group->joined.expires_after(deadline);
  while (!group->running.empty()) {
    auto const [ec] = co_await group->joined.async_wait();
    if (!ec && !group->running.empty())
      co_return error{
          errc::timed_out,
          std::to_string(group->running.size()) + " tasks still run after the deadline"};
  }
  result<void> const joined;
  co_return joined;
}

}  // namespace limitproof
