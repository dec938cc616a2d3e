#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// Which of the connections 0 … size-1 can take a request.
class free_set {
 public:
  explicit free_set(std::size_t size) : words_((size + 63) / 64) {}

  void add(std::size_t index) { words_[index / 64] |= bit(index); }

  void remove(std::size_t index) { words_[index / 64] &= ~bit(index); }

  /// False if `index` is not free; otherwise it no longer is.
  [[nodiscard]] bool take_exactly(std::size_t index) {
    if ((words_[index / 64] & bit(index)) == 0) return false;
    remove(index);
    return true;
  }

  /// Removes and returns the first free one at or after `preferred`, going round, among first …
  /// end-1; `first` <= `preferred` < `end` <= size.
  [[nodiscard]] std::optional<std::size_t> take(std::size_t first,
                                                std::size_t preferred,
                                                std::size_t end) {
    if (auto const found = take_between(preferred, end)) return found;
    return take_between(first, preferred);
  }

 private:
  static std::uint64_t bit(std::size_t index) { return std::uint64_t{1} << index % 64; }

  std::optional<std::size_t> take_between(std::size_t begin, std::size_t end) {
    for (auto index = begin; index < end; index = (index / 64 + 1) * 64) {
      auto const rest = words_[index / 64] >> index % 64;
      if (rest == 0) continue;
      auto const found = index + static_cast<std::size_t>(std::countr_zero(rest));
      if (found >= end) return std::nullopt;
      remove(found);
      return found;
    }
    return std::nullopt;
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace limitproof
