#pragma once

#include "harness/model/error.hpp"
#include "harness/model/listed_run.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// Of a report.json what a list of runs tells, whichever version of limitproof wrote it: directory,
/// files and runs are left empty. Errors: bad_file.
[[nodiscard]] result<listed_run> decode_listed_report(std::string_view report_json,
                                                      std::string const& file);

/// The same of a summary.json, with its runs. Errors: bad_file.
[[nodiscard]] result<listed_run> decode_listed_summary(std::string_view summary_json,
                                                       std::string const& file);

}  // namespace limitproof
