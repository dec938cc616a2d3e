#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/script_call.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// The steps of a redis-commands manifest, whose keys are `keys`, each used by a command. An
/// argument { "key": 0 } becomes the text of that key.
[[nodiscard]] std::vector<command_step> read_steps(json_reader const& in,
                                                   std::vector<store_key> const& keys);

}  // namespace limitproof
