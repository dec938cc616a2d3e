#include "harness/codec/name_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::size_t most_limiters = 64;
constexpr std::size_t longest_name = 64;

}  // namespace

// Nothing that could leave the folder, be taken for a flag, or differ only by case.
bool is_name(std::string_view text) {
  auto const allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= longest_name &&
         std::all_of(text.begin(), text.end(), allowed) && text.front() != '-';
}

std::string read_name(json_reader const& in) {
  auto name = in.string(longest_name);
  if (!is_name(name))
    in.fail("a name of lower-case letters, digits and dashes, not starting with a dash");
  return name;
}

std::vector<std::string> read_limiter_names(json_reader const& in) {
  std::vector<std::string> names;
  for (auto const& element : in.items(1, most_limiters)) {
    auto name = read_name(element);
    if (std::find(names.begin(), names.end(), name) != names.end())
      element.fail("each limiter once");
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace limitproof
