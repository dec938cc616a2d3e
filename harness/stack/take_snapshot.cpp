#include "harness/stack/take_snapshot.hpp"

#include <algorithm>
#include <charconv>

namespace limitproof {

namespace {

constexpr std::size_t most_keys = 1000;

/// A reply of the kind that command has, or why not.
result<redis_reply> ask(blocking_redis& store,
                        std::vector<std::string> const& command,
                        redis_reply::kind expected) {
  auto reply = store.command(command);
  if (!reply || reply->type == expected) return reply;
  auto const answer = reply->type == redis_reply::kind::error ? ": " + reply->text : std::string();
  return error{errc::store_unavailable, "unexpected reply to " + command.front() + answer};
}

result<std::vector<std::string>> some_keys(blocking_redis& store) {
  std::vector<std::string> keys;
  std::string cursor = "0";
  do {
    auto const page =
        ask(store, {"SCAN", cursor, "COUNT", std::to_string(most_keys)}, redis_reply::kind::array);
    if (!page) return page.error();
    if (page->elements.size() != 2)
      return error{errc::store_unavailable, "unexpected reply to SCAN"};
    cursor = page->elements[0].text;
    for (auto const& key : page->elements[1].elements)
      if (keys.size() < most_keys) keys.push_back(key.text);
  } while (cursor != "0" && keys.size() < most_keys);
  return keys;
}

/// The mean over those keys that did not expire meanwhile.
result<std::int64_t> mean_bytes(blocking_redis& store, std::vector<std::string> const& keys) {
  std::int64_t bytes = 0;
  std::int64_t measured = 0;
  for (auto const& key : keys) {
    // SAMPLES 0 counts every element: logs and sets differ in length.
    auto const usage = store.command({"MEMORY", "USAGE", key, "SAMPLES", "0"});
    if (!usage) return usage.error();
    if (usage->type != redis_reply::kind::integer) continue;
    bytes += usage->integer;
    ++measured;
  }
  return measured == 0 ? 0 : bytes / measured;
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> read_commands(std::string_view info) {
  constexpr std::string_view prefix = "cmdstat_";
  constexpr std::string_view calls_field = ":calls=";
  constexpr std::string_view own_command = "config|resetstat";
  std::vector<std::pair<std::string, std::int64_t>> commands;
  while (!info.empty()) {
    auto line = info.substr(0, info.find('\n'));
    info.remove_prefix(std::min(line.size() + 1, info.size()));
    auto const field = line.find(calls_field);
    if (!line.starts_with(prefix) || field == std::string_view::npos) continue;
    auto const name = line.substr(prefix.size(), field - prefix.size());
    line.remove_prefix(field + calls_field.size());
    std::int64_t calls = 0;
    std::from_chars(line.data(), line.data() + line.size(), calls);
    if (name != own_command) commands.emplace_back(name, calls);
  }
  return commands;
}

result<void> reset_commands(blocking_redis& store) {
  auto const reply = ask(store, {"CONFIG", "RESETSTAT"}, redis_reply::kind::status);
  if (!reply) return reply.error();
  return {};
}

result<store_figures> take_snapshot(blocking_redis& store) {
  // First of all: what follows is counted too.
  auto const info = ask(store, {"INFO", "commandstats"}, redis_reply::kind::string);
  if (!info) return info.error();
  auto const size = ask(store, {"DBSIZE"}, redis_reply::kind::integer);
  if (!size) return size.error();
  auto const keys = some_keys(store);
  if (!keys) return keys.error();
  auto const bytes = mean_bytes(store, *keys);
  if (!bytes) return bytes.error();
  return store_figures{size->integer, *bytes, read_commands(info->text)};
}

}  // namespace limitproof
