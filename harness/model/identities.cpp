#include "harness/model/scenario.hpp"

namespace limitproof {

namespace {

std::vector<std::string> numbered(std::string const& prefix, std::int64_t count) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) names.push_back(prefix + "-" + std::to_string(i));
  return names;
}

struct spelled_out {
  std::vector<std::string> operator()(one_key const& keys) const { return {keys.name}; }

  std::vector<std::string> operator()(listed_keys const& keys) const { return keys.names; }

  std::vector<std::string> operator()(uniform_keys const& keys) const {
    return numbered(keys.prefix, keys.count);
  }

  std::vector<std::string> operator()(numbered_keys const& keys) const {
    return numbered(keys.prefix, keys.count);
  }

  std::vector<std::string> operator()(zipf_keys const& keys) const {
    return numbered(keys.prefix, keys.count);
  }
};

}  // namespace

std::vector<std::string> identities(key_pattern const& pattern) {
  return std::visit(spelled_out{}, pattern);
}

}  // namespace limitproof
