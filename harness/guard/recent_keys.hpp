#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace limitproof {

/// What a node remembers of keys: of so many at most, and when there is no room for another, the
/// key that was asked for longest ago is forgotten.
template <class Value>
class recent_keys {
 public:
  /// `most` is at least 1.
  explicit recent_keys(std::size_t most) : most_(most) {}

  /// Asks for `key`, or nullptr. Valid until the next call.
  [[nodiscard]] Value* find(std::string_view key) {
    auto const found = places_.find(key);
    if (found == places_.end()) return nullptr;
    newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    return &found->second->second;
  }

  /// Remembers `value` in place of what there was of `key`; the value that had to be forgotten for
  /// it, if one had.
  std::optional<Value> put(std::string const& key, Value value) {
    if (auto* const known = find(key)) return std::exchange(*known, std::move(value));
    std::optional<Value> forgotten;
    if (places_.size() == most_) {
      places_.erase(newest_first_.back().first);
      forgotten = std::move(newest_first_.back().second);
      newest_first_.pop_back();
    }
    newest_first_.emplace_front(key, std::move(value));
    places_.emplace(newest_first_.front().first, newest_first_.begin());
    return forgotten;
  }

 private:
  using row = std::pair<std::string, Value>;

  std::size_t most_;
  std::list<row> newest_first_;
  std::unordered_map<std::string_view, typename std::list<row>::iterator> places_;
};

}  // namespace limitproof
