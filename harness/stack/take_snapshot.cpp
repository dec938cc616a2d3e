#include "harness/stack/take_snapshot.hpp"

#include "harness/stack/find_script.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <unordered_set>

namespace limitproof {

namespace {

constexpr duration store_timeout = std::chrono::seconds(2);

// Few enough keys for one script call not to hold up the store, however long their logs are.
constexpr std::size_t keys_of_a_page = 100;

// The clock stands still in a script, so all that is read of a key is of one instant: none expires
// between its TTL and its size. SAMPLES 0 counts every element, as logs and sets differ in length.
// No number of 64 bits has more than 20 characters.
constexpr auto read_keys = R"(
local rows = {}
for _, key in ipairs(KEYS) do
  local ttl = redis.call('PTTL', key)
  if ttl ~= -2 then
    local kind = redis.call('TYPE', key).ok
    local value = ''
    if kind == 'string' and redis.call('STRLEN', key) <= 20 then value = redis.call('GET', key) end
    rows[#rows + 1] = { key, kind, ttl, redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0), value }
  end
end
return rows)";

/// A reply of the kind that command has, or why not.
result<redis_reply> ask(blocking_redis& store,
                        std::vector<std::string> const& command,
                        redis_reply::kind expected) {
  auto reply = store.command(command);
  if (!reply || reply->type == expected) return reply;
  auto const answer = reply->type == redis_reply::kind::error ? ": " + reply->text : std::string();
  return error{errc::store_unavailable, "unexpected reply to " + command.front() + answer};
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  auto const* const end = text.data() + text.size();
  auto const parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

result<held_key> to_key(redis_reply const& row) {
  using kind = redis_reply::kind;
  constexpr std::array shape = {
      kind::string, kind::string, kind::integer, kind::integer, kind::string};
  auto const& columns = row.elements;
  auto const same = [](redis_reply const& column, kind expected) {
    return column.type == expected;
  };
  if (!std::equal(columns.begin(), columns.end(), shape.begin(), shape.end(), same))
    return error{errc::store_unavailable, "unexpected reply to EVAL"};
  held_key key{columns[0].text, columns[1].text, std::nullopt, columns[3].integer, std::nullopt};
  if (columns[2].integer >= 0) key.ttl_ms = columns[2].integer;
  key.integer = whole_number(columns[4].text);
  return key;
}

/// Adds those of `names` that still live.
result<void> read_page(blocking_redis& store,
                       std::vector<std::string> const& names,
                       std::vector<held_key>& keys) {
  std::vector<std::string> command = {"EVAL", read_keys, std::to_string(names.size())};
  command.insert(command.end(), names.begin(), names.end());
  auto const rows = ask(store, command, redis_reply::kind::array);
  if (!rows) return rows.error();
  for (auto const& row : rows->elements) {
    auto key = to_key(row);
    if (!key) return key.error();
    keys.push_back(*std::move(key));
  }
  return {};
}

result<std::vector<held_key>> sample_keys(blocking_redis& store) {
  std::vector<held_key> keys;
  std::unordered_set<std::string> seen;  // SCAN may tell a key twice
  std::string cursor = "0";
  do {
    auto const page = ask(
        store, {"SCAN", cursor, "COUNT", std::to_string(keys_of_a_page)}, redis_reply::kind::array);
    if (!page) return page.error();
    if (page->elements.size() != 2)
      return error{errc::store_unavailable, "unexpected reply to SCAN"};
    cursor = page->elements[0].text;
    std::vector<std::string> names;
    for (auto const& name : page->elements[1].elements)
      if (seen.size() < most_sampled_keys && seen.insert(name.text).second)
        names.push_back(name.text);
    auto const read = read_page(store, names, keys);
    if (!read) return read.error();
  } while (cursor != "0" && seen.size() < most_sampled_keys);
  return keys;
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

std::int64_t read_evicted_keys(std::string_view info) {
  constexpr std::string_view field = "\nevicted_keys:";
  auto const at = info.find(field);
  std::int64_t evicted = 0;
  if (at != std::string_view::npos)
    std::from_chars(info.data() + at + field.size(), info.data() + info.size(), evicted);
  return evicted;
}

result<void> reset_commands(blocking_redis& store) {
  auto const reply = ask(store, {"CONFIG", "RESETSTAT"}, redis_reply::kind::status);
  if (!reply) return reply.error();
  return {};
}

result<store_snapshot> take_snapshot(blocking_redis& store) {
  // First of all: what follows is counted too.
  auto const info = ask(store, {"INFO", "commandstats"}, redis_reply::kind::string);
  if (!info) return info.error();
  auto const stats = ask(store, {"INFO", "stats"}, redis_reply::kind::string);
  if (!stats) return stats.error();
  auto const size = ask(store, {"DBSIZE"}, redis_reply::kind::integer);
  if (!size) return size.error();
  auto keys = sample_keys(store);
  if (!keys) return keys.error();
  store_holdings holdings{size->integer, *std::move(keys)};
  store_figures figures{size->integer, mean_bytes(holdings), read_commands(info->text)};
  figures.evicted_keys = read_evicted_keys(stats->text);
  return store_snapshot{std::move(figures), std::move(holdings)};
}

result<store_snapshot> take_snapshot(address const& store,
                                     std::filesystem::path const& limiter_folder,
                                     std::string const& script) {
  blocking_redis connection(store, store_timeout);
  auto taken = take_snapshot(connection);
  if (!taken || script.empty()) return taken;
  auto found = find_script(limiter_folder / script, connection);
  if (!found) return found.error();
  taken->figures.script = *std::move(found);
  return taken;
}

result<store_anchor> prepare_store(address const& store) {
  blocking_redis connection(store, store_timeout);
  auto clock = measure_store_clock(connection);
  if (!clock) return with_context("measuring the store's clock", clock.error());
  if (auto const reset = reset_commands(connection); !reset) return reset.error();
  return clock;
}

}  // namespace limitproof
