#include "harness/codec/name_json.hpp"

#include "harness/model/name.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::size_t most_limiters = 64;

}  // namespace

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
