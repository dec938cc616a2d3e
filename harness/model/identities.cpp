#include "harness/model/scenario.hpp"

namespace limitproof {

namespace {

struct spelled_out {
  std::vector<std::string> operator()(one_key const& keys) const { return {keys.name}; }

  std::vector<std::string> operator()(listed_keys const& keys) const { return keys.names; }

  std::vector<std::string> operator()(uniform_keys const& keys) const {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(keys.count));
    for (std::int64_t i = 0; i < keys.count; ++i)
      names.push_back(keys.prefix + "-" + std::to_string(i));
    return names;
  }
};

}  // namespace

std::vector<std::string> identities(key_pattern const& pattern) {
  return std::visit(spelled_out{}, pattern);
}

}  // namespace limitproof
