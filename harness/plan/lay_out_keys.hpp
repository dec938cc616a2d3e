#pragma once

#include "harness/model/plan.hpp"
#include "harness/model/scenario.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// The identities of a whole attack, each once, and where each phase finds its own.
struct key_layout {
  std::vector<std::string> identities;
  std::vector<planned_keys> phases;  ///< one per pattern, in order; seeds not set
};

/// One pattern per phase in, one layout out: phases that name the same identity share its index.
[[nodiscard]] key_layout lay_out_keys(std::vector<key_pattern> const& patterns);

/// How many identities the layout would have at most: a name that several patterns list is counted
/// each time. Cheap where the layout itself would not be.
[[nodiscard]] std::int64_t most_identities(std::vector<key_pattern> const& patterns);

}  // namespace limitproof
