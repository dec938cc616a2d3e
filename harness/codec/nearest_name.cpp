#include "harness/codec/nearest_name.hpp"

#include <algorithm>
#include <string_view>

namespace limitproof {

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const above = row[j];
      auto const replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string> nearest_name(std::string const& word,
                                        std::vector<std::string> const& candidates) {
  std::optional<std::string> nearest;
  auto least = std::max<std::size_t>(1, word.size() / 2);
  for (auto const& candidate : candidates) {
    auto const distance = edit_distance(word, candidate);
    if (distance > least || (nearest && distance == least)) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string did_you_mean(std::string const& word, std::vector<std::string> const& candidates) {
  auto const nearest = nearest_name(word, candidates);
  return nearest ? ", did you mean \"" + *nearest + "\"?" : "";
}

}  // namespace limitproof
