#include "harness/codec/manifest_steps.hpp"

#include "harness/codec/manifest_arguments.hpp"
#include "harness/codec/manifest_reply.hpp"

#include <algorithm>
#include <array>

namespace limitproof {

namespace {

struct unsuitable_commands {
  std::vector<std::string_view> names;
  std::string_view why;
};

std::array<unsuitable_commands, 6> const& unsuitable() {
  static std::array<unsuitable_commands, 6> const all{{
      {{"SUBSCRIBE",
        "PSUBSCRIBE",
        "SSUBSCRIBE",
        "UNSUBSCRIBE",
        "PUNSUBSCRIBE",
        "SUNSUBSCRIBE",
        "MONITOR",
        "SYNC",
        "PSYNC"},
       "it is not answered exactly once, and every later reply would go to the wrong request"},
      {{"CLIENT"}, "it can silence or close the connection that all requests share"},
      {{"MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH"},
       "all requests share one connection, and a transaction would take in other requests' "
       "commands; a redis-script decides atomically"},
      {{"BLPOP",
        "BRPOP",
        "BLMOVE",
        "BLMPOP",
        "BRPOPLPUSH",
        "BZPOPMIN",
        "BZPOPMAX",
        "BZMPOP",
        "XREAD",
        "XREADGROUP",
        "WAIT",
        "WAITAOF"},
       "it can block, and with it every request on the connection"},
      {{"SELECT", "AUTH", "HELLO", "RESET", "QUIT", "READONLY", "READWRITE", "ASKING"},
       "it changes the connection that all requests share"},
      {{"SHUTDOWN",
        "DEBUG",
        "CONFIG",
        "FLUSHALL",
        "FLUSHDB",
        "SWAPDB",
        "REPLICAOF",
        "SLAVEOF",
        "FAILOVER"},
       "it acts on the whole store, not on a client's keys"},
  }};
  return all;
}

/// Many requests share one connection: each command must be answered exactly once and at once, and
/// leave the connection as it was.
void refuse_unsuitable_command(json_reader const& in, std::string_view name) {
  for (auto const& [names, why] : unsuitable())
    if (std::ranges::find(names, name) != names.end())
      in.refuse(std::string(name) + " cannot be part of a limiter: " + std::string(why));
}

std::string read_command_name(json_reader const& in) {
  auto name = in.string(64);
  auto const is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  bool const is_name = is_capital(name.front()) && std::ranges::all_of(name, [&](char c) {
                         return is_capital(c) || (c >= '0' && c <= '9') || c == '.' || c == '_';
                       });
  if (!is_name) in.fail("one command's name in capitals, as \"GET\"; the rest belongs into argv");
  refuse_unsuitable_command(in, name);
  return name;
}

/// Reads the commands of one manifest, and sees which keys they use.
class steps_reader {
 public:
  explicit steps_reader(std::vector<store_key> const& keys)
      : keys_(keys), is_used_(keys.size(), false) {}

  [[nodiscard]] store_command read_command(json_reader const& in) {
    in.only_keys({"command", "argv", "as", "reply", "when"});
    store_command command;
    command.name = read_command_name(in.at("command"));
    if (auto const argv = in.find("argv"))
      for (auto const& item : argv->items()) command.arguments.push_back(read_argument(item));
    auto const as = in.find("as");
    auto const reply = in.find("reply");
    if (as.has_value() != reply.has_value())
      (as ? *as : *reply).refuse("\"as\" and \"reply\" go together: a name, and the shape it has");
    if (as) {
      command.as = as->string(32);
      command.reply = read_reply(*reply);
      if (command.reply.shape == reply_shape::rows ||
          std::ranges::any_of(command.reply.elements, &reply_element::each_limit))
        reply->fail("an element or a list of elements: a redis-commands limiter takes one limit");
    }
    if (auto const when = in.find("when")) command.when = when->string(longest_manifest_text);
    return command;
  }

  /// The position of a key that no command uses.
  [[nodiscard]] std::optional<std::size_t> unused_key() const {
    auto const found = std::ranges::find(is_used_, false);
    if (found == is_used_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - is_used_.begin());
  }

 private:
  plain_argument read_argument(json_reader const& in) {
    auto const key = in.is_object() ? in.find("key") : std::nullopt;
    if (!key) return read_plain_argument(in, "key");
    in.only_keys({"key"});
    auto const last = static_cast<std::int64_t>(keys_.size()) - 1;
    auto const index = static_cast<std::size_t>(key->integer(0, last));
    is_used_[index] = true;
    return text_argument{keys_[index].pattern};
  }

  std::vector<store_key> const& keys_;
  std::vector<bool> is_used_;
};

}  // namespace

std::vector<command_step> read_steps(json_reader const& in, std::vector<store_key> const& keys) {
  steps_reader reader(keys);
  std::vector<command_step> steps;
  for (auto const& step : in.at("steps").items(1, 16)) {
    command_step commands;
    for (auto const& command : step.items(1, 64)) commands.push_back(reader.read_command(command));
    steps.push_back(std::move(commands));
  }
  if (auto const unused = reader.unused_key())
    in.at("keys").items()[*unused].refuse(
        "no command uses this key, as {\"key\": " + std::to_string(*unused) + "}");
  return steps;
}

}  // namespace limitproof
