#pragma once

#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// plan.json: everything `check` and `report` need to judge a run again, lossless.
[[nodiscard]] std::string encode_plan(plan const& p);
[[nodiscard]] result<plan> decode_plan(std::string_view text, std::string const& file);

}  // namespace limitproof
