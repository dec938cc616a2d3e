#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// A sorted set as Redis keeps one: each member once, by score and then by the member's bytes.
class sorted_set {
 public:
  struct entry {
    double score = 0;
    std::string member;
    auto operator<=>(entry const&) const = default;
  };

  /// A score as ZCOUNT takes it: "5", "(5", "-inf", "+inf".
  struct bound {
    double score = 0;
    bool exclusive = false;

    /// Nothing: not a bound.
    [[nodiscard]] static std::optional<bound> parse(std::string const& word);
  };

  /// True if the member is new; one that is there gets the score.
  bool add(double score, std::string const& member);

  [[nodiscard]] std::vector<entry> const& entries() const { return entries_; }

  [[nodiscard]] std::size_t count(bound const& least, bound const& most) const;
  /// The lowest of them, at most `most_entries`.
  [[nodiscard]] std::vector<entry> range(bound const& least,
                                         bound const& most,
                                         std::size_t most_entries) const;
  std::size_t remove(bound const& least, bound const& most);

  /// Entries `first` to `last`, both included and negative ones counted from the end.
  [[nodiscard]] std::vector<entry> range(std::ptrdiff_t first, std::ptrdiff_t last) const;
  std::size_t remove_range(std::ptrdiff_t first, std::ptrdiff_t last);

 private:
  struct slice {
    std::ptrdiff_t begin;
    std::ptrdiff_t end;
  };

  [[nodiscard]] slice between(bound const& least, bound const& most) const;
  [[nodiscard]] slice between(std::ptrdiff_t first, std::ptrdiff_t last) const;
  std::size_t erase(slice which);

  std::vector<entry> entries_;
};

}  // namespace limitproof
