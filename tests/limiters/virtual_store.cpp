#include "tests/limiters/virtual_store.hpp"

#include <charconv>

#include <fmt/format.h>

namespace limitproof {

namespace {

using kind = redis_reply::kind;

redis_reply integer(std::int64_t value) {
  return {kind::integer, value, {}, {}};
}

redis_reply text(std::string value) {
  return {kind::string, 0, std::move(value), {}};
}

redis_reply failure(std::string what) {
  return {kind::error, 0, std::move(what), {}};
}

std::optional<std::int64_t> whole_number(std::string const& word) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

redis_reply wrong_type() {
  return failure("WRONGTYPE Operation against a key holding the wrong kind of value");
}

redis_reply score_and_member(std::vector<sorted_set::entry> const& entries) {
  redis_reply reply{kind::array, 0, {}, {}};
  for (auto const& each : entries) {
    reply.elements.push_back(text(each.member));
    reply.elements.push_back(text(fmt::format("{:.17g}", each.score)));
  }
  return reply;
}

/// nil: unknown, or not with these arguments.
redis_reply on_sorted_set(sorted_set& set, std::vector<std::string> const& words) {
  auto const& name = words[0];
  auto const count = [](std::size_t n) { return integer(static_cast<std::int64_t>(n)); };
  if (name == "ZCARD") return count(set.entries().size());
  if (words.size() < 4) return {};
  auto const least = sorted_set::bound::parse(words[2]);
  if (name == "ZADD" && least && words.size() == 4)
    return integer(set.add(least->score, words[3]) ? 1 : 0);
  auto const most = sorted_set::bound::parse(words[3]);
  if (name == "ZCOUNT" && least && most) return count(set.count(*least, *most));
  if (name == "ZREMRANGEBYSCORE" && least && most) return count(set.remove(*least, *most));
  if (name == "ZRANGEBYSCORE" && least && most && words.size() == 8 && words[4] == "WITHSCORES" &&
      words[5] == "LIMIT" && words[6] == "0") {
    auto const entries = whole_number(words[7]);
    if (entries && *entries >= 0)
      return score_and_member(set.range(*least, *most, static_cast<std::size_t>(*entries)));
  }
  auto const first = whole_number(words[2]);
  auto const last = whole_number(words[3]);
  if (name == "ZREMRANGEBYRANK" && first && last) return count(set.remove_range(*first, *last));
  bool const with_scores = words.size() == 5 && words[4] == "WITHSCORES";
  if (name == "ZRANGE" && first && last && with_scores)
    return score_and_member(set.range(*first, *last));
  return {};
}

}  // namespace

redis_reply virtual_store::command(arguments const& words) {
  auto const& name = words.at(0);
  if (name == "TIME") return clock();
  if (words.size() < 2) return failure("ERR wrong number of arguments for '" + name + "'");
  if (name == "GET") return get(words[1]);
  if (name == "SET" && words.size() >= 3) return set(words);
  if (name == "DEL" || name == "EXISTS") {
    bool const exists = find(words[1]) != nullptr;
    if (name == "DEL") entries_.erase(words[1]);
    return integer(exists ? 1 : 0);
  }
  if (name == "PTTL") return time_to_live(words);
  if (name == "PEXPIRE" && words.size() == 3) return expire(words);
  if (name.starts_with('Z')) return sorted_set_command(words);
  return failure("ERR unknown command or arguments '" + name + "'");
}

std::size_t virtual_store::key_count() {
  std::erase_if(entries_, [&](auto const& item) {
    return item.second.expires_at_ms && *item.second.expires_at_ms < now_ms();
  });
  return entries_.size();
}

std::int64_t virtual_store::now_ms() const {
  return std::chrono::floor<std::chrono::milliseconds>(now_.time_since_epoch()).count();
}

virtual_store::entry* virtual_store::find(std::string const& key) {
  auto const found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  if (!found->second.expires_at_ms || *found->second.expires_at_ms >= now_ms())
    return &found->second;
  entries_.erase(found);
  return nullptr;
}

redis_reply virtual_store::get(std::string const& key) {
  auto const* found = find(key);
  if (found == nullptr) return {};
  return found->members ? wrong_type() : text(found->value);
}

redis_reply virtual_store::set(arguments const& words) {
  entry fresh{words[2], std::nullopt};
  bool only_new = false;
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "NX") {
      only_new = true;
    } else if (words[i] == "PX" && i + 1 < words.size()) {
      auto const ttl = whole_number(words[++i]);
      if (!ttl || *ttl <= 0) return failure("ERR invalid expire time in 'set' command");
      fresh.expires_at_ms = now_ms() + *ttl;
    } else {
      return failure("ERR syntax error");
    }
  }
  if (only_new && find(words[1]) != nullptr) return {};
  entries_.insert_or_assign(words[1], std::move(fresh));
  return {kind::status, 0, "OK", {}};
}

redis_reply virtual_store::sorted_set_command(arguments const& words) {
  auto const* const found = find(words[1]);
  if (found != nullptr && !found->members) return wrong_type();
  auto& kept = entries_[words[1]];
  if (!kept.members) kept.members.emplace();
  auto reply = on_sorted_set(*kept.members, words);
  if (kept.members->entries().empty()) entries_.erase(words[1]);
  if (reply.type == kind::nil)
    return failure("ERR unknown command or arguments '" + words[0] + "'");
  return reply;
}

redis_reply virtual_store::expire(arguments const& words) {
  auto const ttl = whole_number(words[2]);
  if (!ttl) return failure("ERR value is not an integer or out of range");
  auto* const found = find(words[1]);
  if (found == nullptr) return integer(0);
  found->expires_at_ms = now_ms() + *ttl;
  return integer(1);
}

redis_reply virtual_store::time_to_live(arguments const& words) {
  auto const* const found = find(words[1]);
  if (found == nullptr) return integer(-2);
  return integer(found->expires_at_ms ? *found->expires_at_ms - now_ms() : -1);
}

redis_reply virtual_store::clock() const {
  auto const us = now_.time_since_epoch().count();
  return {kind::array,
          0,
          {},
          {text(std::to_string(us / 1'000'000)), text(std::to_string(us % 1'000'000))}};
}

}  // namespace limitproof
