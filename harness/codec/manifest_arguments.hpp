#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/script_call.hpp"

namespace limitproof {

/// No expression, pattern or name of a manifest is longer, in bytes.
inline constexpr std::size_t longest_manifest_text = 512;

/// Whether `in` is { "empty": true }: an empty string, which is legal as a key or an argument and
/// easily a slip.
[[nodiscard]] bool read_empty(json_reader const& in);

/// `also_here` is one more key that an argument may have at this place, and that the caller has
/// looked for; may be empty.
[[nodiscard]] plain_argument read_plain_argument(json_reader const& in, std::string_view also_here);

/// An array of at least `least` arguments.
[[nodiscard]] std::vector<call_argument> read_arguments(json_reader const& in, std::size_t least);

}  // namespace limitproof
