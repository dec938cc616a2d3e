#pragma once

#include <string>
#include <utility>
#include <vector>

namespace limitproof {

/// The machine and the programs a figure was measured with, for reports and bug reports.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> describe_environment();

}  // namespace limitproof
