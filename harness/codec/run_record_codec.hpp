#pragma once

#include "harness/model/error.hpp"
#include "harness/model/run_record.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// run.json, lossless.
[[nodiscard]] std::string encode_run_record(run_record const& r);
[[nodiscard]] result<run_record> decode_run_record(std::string_view text, std::string const& file);

}  // namespace limitproof
