#include "harness/model/scenario.hpp"

namespace limitproof {

std::vector<std::string> node_names(stack_spec const& spec) {
  std::vector<std::string> names;
  for (std::int64_t i = 1; i <= spec.nodes; ++i) names.push_back("node-" + std::to_string(i));
  return names;
}

}  // namespace limitproof
