#include "limiters/script_limiter.hpp"

#include "harness/redis/error_from_reply.hpp"

#include <utility>

namespace limitproof {

namespace asio = boost::asio;

result<std::unique_ptr<limiter>> script_limiter::make(limiter_plugin const& plugin,
                                                      redis_connection& store) {
  auto writer = call_writer::compile(plugin.manifest);
  if (!writer) return writer.error();
  auto reader = reply_reader::compile(plugin.manifest);
  if (!reader) return reader.error();
  return std::unique_ptr<limiter>(
      new script_limiter(plugin, store, std::move(*writer), std::move(*reader)));
}

script_limiter::script_limiter(limiter_plugin const& plugin,
                               redis_connection& store,
                               call_writer writer,
                               reply_reader reader)
    : errors_(plugin),
      writer_(std::move(writer)),
      reader_(std::move(reader)),
      script_(plugin.script),
      store_(store) {}

asio::awaitable<result<decision>> script_limiter::check(limit_request request) {
  if (auto refused = errors_.refusal(request)) co_return std::move(*refused);
  auto call = writer_.write(request);
  if (!call) co_return errors_.named(call.error());

  if (!call->setup.empty()) {
    auto const replies = co_await store_.pipeline(std::move(call->setup));
    if (!replies) co_return replies.error();
    for (auto const& reply : *replies) {
      if (reply.type == redis_reply::kind::error)
        co_return errors_.named(with_context("setting up", error_from_reply(reply)));
    }
  }

  auto const reply =
      co_await script_.run(store_, std::move(call->keys), std::move(call->arguments));
  if (!reply) co_return errors_.meaning_of(reply.error());
  auto const made = reader_.read(*reply, request);
  if (!made) co_return errors_.named(made.error());
  co_return *made;
}

}  // namespace limitproof
