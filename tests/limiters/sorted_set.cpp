#include "tests/limiters/sorted_set.hpp"

#include <algorithm>
#include <cstdlib>

namespace limitproof {

std::optional<sorted_set::bound> sorted_set::bound::parse(std::string const& word) {
  bound parsed;
  parsed.exclusive = word.starts_with('(');
  const char* const number = word.c_str() + (parsed.exclusive ? 1 : 0);
  char* end = nullptr;
  parsed.score = std::strtod(number, &end);
  if (end == number || *end != '\0') return std::nullopt;
  return parsed;
}

bool sorted_set::add(double score, std::string const& member) {
  auto const same = [&](entry const& e) { return e.member == member; };
  bool const is_new = std::erase_if(entries_, same) == 0;
  entry fresh{score, member};
  entries_.insert(std::upper_bound(entries_.begin(), entries_.end(), fresh), std::move(fresh));
  return is_new;
}

std::size_t sorted_set::count(bound const& least, bound const& most) const {
  auto const [begin, end] = between(least, most);
  return static_cast<std::size_t>(end - begin);
}

std::vector<sorted_set::entry> sorted_set::range(bound const& least,
                                                 bound const& most,
                                                 std::size_t most_entries) const {
  auto const [begin, end] = between(least, most);
  auto const taken = std::min(static_cast<std::size_t>(end - begin), most_entries);
  return {entries_.begin() + begin, entries_.begin() + begin + static_cast<std::ptrdiff_t>(taken)};
}

std::size_t sorted_set::remove(bound const& least, bound const& most) {
  return erase(between(least, most));
}

std::vector<sorted_set::entry> sorted_set::range(std::ptrdiff_t first, std::ptrdiff_t last) const {
  auto const [begin, end] = between(first, last);
  return {entries_.begin() + begin, entries_.begin() + end};
}

std::size_t sorted_set::remove_range(std::ptrdiff_t first, std::ptrdiff_t last) {
  return erase(between(first, last));
}

sorted_set::slice sorted_set::between(bound const& least, bound const& most) const {
  auto const begin = std::partition_point(entries_.begin(), entries_.end(), [&](entry const& e) {
    return e.score < least.score || (least.exclusive && e.score == least.score);
  });
  auto const end = std::partition_point(begin, entries_.end(), [&](entry const& e) {
    return e.score < most.score || (!most.exclusive && e.score == most.score);
  });
  return {begin - entries_.begin(), end - entries_.begin()};
}

sorted_set::slice sorted_set::between(std::ptrdiff_t first, std::ptrdiff_t last) const {
  auto const size = std::ssize(entries_);
  auto const from_start = [&](std::ptrdiff_t index) { return index < 0 ? size + index : index; };
  auto const begin = std::clamp<std::ptrdiff_t>(from_start(first), 0, size);
  return {begin, std::clamp(from_start(last) + 1, begin, size)};
}

std::size_t sorted_set::erase(slice which) {
  entries_.erase(entries_.begin() + which.begin, entries_.begin() + which.end);
  return static_cast<std::size_t>(which.end - which.begin);
}

}  // namespace limitproof
