#pragma once

#include "harness/model/error.hpp"
#include "harness/model/fault.hpp"

#include <filesystem>
#include <vector>

namespace limitproof {

/// Adds a line to faults.jsonl beside the record logs in `records`. Called when a fault begins and,
/// with its end, when it has taken effect, so that a run that is killed in between has it too.
/// Errors: `io`.
[[nodiscard]] result<void> log_injection(std::filesystem::path const& records,
                                         injection const& done);

/// What log_injection left there, each fault once; a last line that was cut short is dropped. Empty
/// where there is no such file. Errors: bad_file.
[[nodiscard]] result<std::vector<injection>> read_injections(std::filesystem::path const& records);

}  // namespace limitproof
