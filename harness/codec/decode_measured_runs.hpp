#pragma once

#include "harness/model/comparison.hpp"
#include "harness/model/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// Of a report.json what runs are compared by. Errors: bad_file.
[[nodiscard]] result<std::vector<measured_run>> decode_measured_runs(std::string_view report_json,
                                                                     std::string const& file);

}  // namespace limitproof
