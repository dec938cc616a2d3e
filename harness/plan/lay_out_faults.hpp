#pragma once

#include "harness/model/error.hpp"
#include "harness/model/scenario.hpp"

#include <vector>

namespace limitproof {

/// A scenario's faults in the order they are carried out, with one for each node in place of
/// "nodes". Errors: bad_file naming the first fault that lies after the attack's `length` or that
/// its target cannot suffer then, as a node that was killed before cannot be stopped.
[[nodiscard]] result<std::vector<fault>> lay_out_faults(scenario const& s, duration length);

}  // namespace limitproof
