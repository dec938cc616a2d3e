#include "harness/redis/redis_script.hpp"

#include "harness/redis/error_from_reply.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/uuid/detail/sha1.hpp>
#include <fmt/format.h>

namespace limitproof {

namespace {

std::string sha1_hex(std::string const& text) {
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(text.data(), text.size());
  boost::uuids::detail::sha1::digest_type words;
  hash.get_digest(words);
  return fmt::format(
      "{:08x}{:08x}{:08x}{:08x}{:08x}", words[0], words[1], words[2], words[3], words[4]);
}

bool is_unknown_script(redis_reply const& reply) {
  return reply.type == redis_reply::kind::error && reply.text.starts_with("NOSCRIPT");
}

}  // namespace

redis_script::redis_script(std::string source)
    : source_(std::move(source)), sha_(sha1_hex(source_)) {}

asio::awaitable<result<redis_reply>> redis_script::run(redis_connection& store,
                                                       std::vector<std::string> keys,
                                                       std::vector<std::string> arguments) const {
  std::vector<std::string> call{"EVALSHA", sha_, std::to_string(keys.size())};
  call.reserve(call.size() + keys.size() + arguments.size());
  std::ranges::move(keys, std::back_inserter(call));
  std::ranges::move(arguments, std::back_inserter(call));

  auto reply = co_await store.command(call);
  if (reply && is_unknown_script(*reply)) {
    call[0] = "EVAL";
    call[1] = source_;
    reply = co_await store.command(std::move(call));
  }
  if (reply && reply->type == redis_reply::kind::error) co_return error_from_reply(*reply);
  co_return reply;
}

}  // namespace limitproof
