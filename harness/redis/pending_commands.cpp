#include "harness/redis/pending_commands.hpp"

#include "harness/model/assert.hpp"

#include <utility>

namespace limitproof {

void pending_commands::push(time_point deadline,
                            std::size_t commands,
                            std::unique_ptr<reply_waiter> waiter) {
  LIMITPROOF_ASSERT(commands > 0);
  LIMITPROOF_ASSERT(waiting_.empty() || waiting_.back().deadline <= deadline);
  auto& added = waiting_.emplace_back(pipeline{deadline, commands, std::move(waiter), {}});
  added.replies.reserve(commands);
}

void pending_commands::take(redis_reply reply) {
  if (late_ > 0) {
    --late_;
    return;
  }
  LIMITPROOF_ASSERT(!waiting_.empty());
  auto& oldest = waiting_.front();
  oldest.replies.push_back(std::move(reply));
  if (oldest.replies.size() < oldest.commands) return;
  auto answered = std::move(oldest);
  waiting_.pop_front();
  answered.waiter->tell(std::move(answered.replies));
}

void pending_commands::give_up(time_point now, error const& reason) {
  while (!waiting_.empty() && waiting_.front().deadline <= now) {
    auto const oldest = std::move(waiting_.front());
    waiting_.pop_front();
    late_ += oldest.commands - oldest.replies.size();
    oldest.waiter->tell(reason);
  }
}

void pending_commands::fail_all(error const& reason) {
  late_ = 0;
  auto const failed = std::exchange(waiting_, {});
  for (auto const& given_up : failed) given_up.waiter->tell(reason);
}

std::optional<pending_commands::time_point> pending_commands::next_deadline() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().deadline;
}

}  // namespace limitproof
