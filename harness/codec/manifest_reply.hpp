#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/script_call.hpp"

namespace limitproof {

/// The shape of a reply: "integer?", a list of such words, or { "rows": […] }.
[[nodiscard]] reply_form read_reply(json_reader const& in);

}  // namespace limitproof
