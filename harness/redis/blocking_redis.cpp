#include "harness/redis/blocking_redis.hpp"

#include "harness/model/assert.hpp"
#include "harness/redis/command_arguments.hpp"
#include "harness/redis/ignore_sigpipe.hpp"
#include "harness/redis/reply_from_hiredis.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <hiredis/hiredis.h>

namespace limitproof {

namespace {

struct free_reply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

timeval to_timeval(duration d) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(d);
  auto const rest = std::chrono::ceil<std::chrono::microseconds>(d - seconds);
  return {.tv_sec = seconds.count(), .tv_usec = rest.count()};
}

}  // namespace

void blocking_redis::close_context::operator()(redisContext* context) const {
  redisFree(context);
}

blocking_redis::blocking_redis(address store, duration timeout)
    : store_(std::move(store)), timeout_(timeout) {
  ignore_sigpipe();
}

error blocking_redis::lost(std::string const& attempt) {
  bool const waited_in_vain =
      context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK);
  auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_).count();
  auto const what = waited_in_vain ? fmt::format("no answer within {} ms", milliseconds)
                                   : std::string(context_->errstr);
  context_.reset();
  return error{errc::store_unavailable,
               fmt::format("{} redis at {}:{}: {}", attempt, store_.host, store_.port, what)};
}

result<void> blocking_redis::connect() {
  context_.reset(redisConnectWithTimeout(store_.host.c_str(), store_.port, to_timeval(timeout_)));
  LIMITPROOF_ASSERT(context_ != nullptr);
  if (context_->err != 0) return lost("connecting to");
  if (redisSetTimeout(context_.get(), to_timeval(timeout_)) != REDIS_OK)
    return lost("setting the timeout of");
  return {};
}

result<redis_reply> blocking_redis::command(std::vector<std::string> const& arguments) {
  if (!context_)
    if (auto const connected = connect(); !connected) return connected.error();
  command_arguments raw(arguments);
  std::unique_ptr<redisReply, free_reply> const reply(static_cast<redisReply*>(
      redisCommandArgv(context_.get(), raw.count(), raw.texts(), raw.lengths())));
  if (!reply) return lost(fmt::format("sending {} to", arguments.front()));
  return reply_from_hiredis(*reply);
}

}  // namespace limitproof
