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

/// Of a summary.json the names of the run directories beside it, each once. Errors: bad_file.
[[nodiscard]] result<std::vector<std::string>> decode_summarised_runs(std::string_view summary_json,
                                                                      std::string const& file);

}  // namespace limitproof
