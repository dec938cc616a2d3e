#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/script_call.hpp"

namespace limitproof {

/// The keys of a redis-script manifest that say how the script is called: setup, keys, argv, reply,
/// decision, errors. `in` is the manifest.
[[nodiscard]] script_call read_script_call(json_reader const& in);

/// As above, of a redis-commands manifest: keys, steps, decision, errors.
[[nodiscard]] script_call read_command_call(json_reader const& in);

}  // namespace limitproof
