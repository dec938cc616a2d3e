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
    : name_(plugin.name),
      claims_(plugin.manifest.claims),
      error_rules_(plugin.manifest.call.errors),
      writer_(std::move(writer)),
      reader_(std::move(reader)),
      script_(plugin.script),
      store_(store) {}

asio::awaitable<result<decision>> script_limiter::check(limit_request request) {
  if (auto refused = refusal(request)) co_return std::move(*refused);
  auto call = writer_.write(request);
  if (!call) co_return with_context("limiter " + name_, call.error());

  if (!call->setup.empty()) {
    auto const replies = co_await store_.pipeline(std::move(call->setup));
    if (!replies) co_return replies.error();
    for (auto const& reply : *replies) {
      if (reply.type == redis_reply::kind::error)
        co_return with_context("limiter " + name_ + ": setting up", error_from_reply(reply));
    }
  }

  auto const reply =
      co_await script_.run(store_, std::move(call->keys), std::move(call->arguments));
  if (!reply) co_return meaning_of(reply.error());
  auto const made = reader_.read(*reply, request);
  if (!made) co_return with_context("limiter " + name_, made.error());
  co_return *made;
}

std::optional<error> script_limiter::refusal(limit_request const& request) const {
  if (request.limits.size() > 1 && !claims_.several_limits)
    return error{errc::script_error,
                 "limiter " + name_ + " takes one limit, the policy has " +
                     std::to_string(request.limits.size()) +
                     ": choose a limiter that claims several_limits"};
  if (request.cost.value != 1 && !claims_.weighted)
    return error{
        errc::invalid_cost,
        "limiter " + name_ + " takes cost 1 only, found " + std::to_string(request.cost.value)};
  return std::nullopt;
}

error script_limiter::meaning_of(error failure) const {
  if (failure.code == errc::script_error) {
    for (auto const& rule : error_rules_) {
      if (failure.what.find(rule.reply_has) == std::string::npos) continue;
      failure.code =
          rule.means == error_meaning::invalid_cost ? errc::invalid_cost : errc::store_unavailable;
    }
  }
  return with_context("limiter " + name_, std::move(failure));
}

}  // namespace limitproof
