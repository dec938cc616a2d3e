#include "tests/limiters/virtual_store.hpp"

#include <charconv>

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

}  // namespace

redis_reply virtual_store::command(arguments const& words) {
  auto const& name = words.at(0);
  if (name == "TIME") return clock();
  if (words.size() < 2) return failure("ERR wrong number of arguments for '" + name + "'");
  if (name == "GET") {
    auto const* found = find(words[1]);
    return found != nullptr ? text(found->value) : redis_reply{};
  }
  if (name == "SET" && words.size() >= 3) return set(words);
  if (name == "DEL" || name == "EXISTS") {
    bool const exists = find(words[1]) != nullptr;
    if (name == "DEL") entries_.erase(words[1]);
    return integer(exists ? 1 : 0);
  }
  if (name == "PTTL") return time_to_live(words);
  if (name == "PEXPIRE" && words.size() == 3) return expire(words);
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
