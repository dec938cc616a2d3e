#include "limiters/command_limiter.hpp"

#include <utility>

namespace limitproof {

namespace asio = boost::asio;

result<std::unique_ptr<limiter>> command_limiter::make(limiter_plugin const& plugin,
                                                       redis_connection& store) {
  auto sequence = command_sequence::compile(plugin.manifest);
  if (!sequence) return sequence.error();
  return std::unique_ptr<limiter>(new command_limiter(plugin, store, std::move(*sequence)));
}

command_limiter::command_limiter(limiter_plugin const& plugin,
                                 redis_connection& store,
                                 command_sequence sequence)
    : errors_(plugin),
      algorithm_(plugin.manifest.claims.algorithm),
      sequence_(std::move(sequence)),
      store_(store) {}

asio::awaitable<result<decision>> command_limiter::check(limit_request request) {
  if (auto refused = refusal(request)) co_return std::move(*refused);
  auto progress = sequence_.begin(std::move(request));
  for (std::size_t step = 0; step < sequence_.size(); ++step) {
    auto commands = sequence_.write(step, progress);
    if (!commands) co_return errors_.named(commands.error());

    std::vector<redis_reply> replies;
    if (!commands->empty()) {
      auto answered = co_await store_.pipeline(std::move(*commands));
      if (!answered) co_return errors_.named(answered.error());
      replies = std::move(*answered);
    }
    auto const read = sequence_.read(step, replies, progress);
    if (!read) co_return errors_.meaning_of(read.error());
  }
  auto const made = sequence_.decide(progress);
  if (!made) co_return errors_.named(made.error());
  co_return *made;
}

/// Plain commands would charge a cost that can never fit before anybody sees that it does not.
std::optional<error> command_limiter::refusal(limit_request const& request) const {
  if (auto refused = errors_.refusal(request)) return refused;
  auto const cost = request.cost.value;
  auto const most = capacity(algorithm_, request.limits.front());
  if (cost >= 0 && cost <= most) return std::nullopt;
  return errors_.named({errc::invalid_cost,
                        "the cost " + std::to_string(cost) + " is not from 0 to the capacity " +
                            std::to_string(most)});
}

}  // namespace limitproof
