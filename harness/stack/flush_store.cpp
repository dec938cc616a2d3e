#include "harness/stack/flush_store.hpp"

#include "harness/model/assert.hpp"
#include "harness/redis/blocking_redis.hpp"

namespace limitproof {

namespace {

constexpr duration flush_timeout = std::chrono::seconds(2);

}  // namespace

result<void> flush_store(address const& store, fault_action action) {
  LIMITPROOF_ASSERT(action == fault_action::flush || action == fault_action::flush_scripts);
  std::vector<std::string> const command = action == fault_action::flush
                                               ? std::vector<std::string>{"FLUSHALL", "SYNC"}
                                               : std::vector<std::string>{"SCRIPT", "FLUSH"};
  auto const done = blocking_redis(store, flush_timeout).command(command);
  if (!done) return done.error();
  if (done->type == redis_reply::kind::error)
    return error{errc::stack_failed, command.front() + ": " + done->text};
  return {};
}

}  // namespace limitproof
