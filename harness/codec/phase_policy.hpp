#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

#include <string>

namespace limitproof {

/// Refuses a phase, read from `in`, that names no policy where there are several, one that is none
/// of the scenario's, or any where there is only one.
void require_policy(json_reader const& in, std::string const& policy, scenario const& s);

/// Refuses an update, the last one read, that changes what a policy of an earlier set promises
/// under its old name: whoever counts under it would be judged by neither promise.
void require_one_meaning(json_reader const& in, scenario const& s);

}  // namespace limitproof
