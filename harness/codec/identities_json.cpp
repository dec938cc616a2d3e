#include "harness/codec/identities_json.hpp"

#include "harness/codec/keys_json.hpp"

namespace limitproof {

namespace {

constexpr std::size_t most_identities = 10'000'000;

// How many names from `first` on read prefix-0, prefix-1, …
std::size_t run_length(std::vector<std::string> const& names,
                       std::size_t first,
                       std::string const& prefix) {
  std::size_t length = 0;
  while (first + length < names.size() &&
         names[first + length] == prefix + "-" + std::to_string(length))
    ++length;
  return length;
}

// The longest pattern that begins at names[first].
key_pattern pattern_at(std::vector<std::string> const& names, std::size_t first) {
  auto const& name = names[first];
  if (name.ends_with("-0")) {
    auto const prefix = name.substr(0, name.size() - 2);
    auto const length = run_length(names, first, prefix);
    if (length > 1 && is_key_prefix(prefix))
      return uniform_keys{prefix, static_cast<std::int64_t>(length)};
  }
  return one_key{name};
}

}  // namespace

std::vector<std::string> read_identities(json_reader const& in) {
  std::vector<std::string> names;
  for (auto const& element : in.items(1)) {
    auto more = identities(read_keys(element));
    if (names.size() + more.size() > most_identities)
      in.refuse("more than " + std::to_string(most_identities) + " identities in all");
    names.insert(
        names.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return names;
}

nlohmann::ordered_json write_identities(std::vector<std::string> const& names) {
  auto patterns = nlohmann::ordered_json::array();
  for (std::size_t first = 0; first < names.size();) {
    auto const pattern = pattern_at(names, first);
    patterns.push_back(write_keys(pattern));
    auto const* const run = std::get_if<uniform_keys>(&pattern);
    first += run ? static_cast<std::size_t>(run->count) : 1;
  }
  return patterns;
}

}  // namespace limitproof
