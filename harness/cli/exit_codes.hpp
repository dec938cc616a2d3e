#pragma once

#include <string>

namespace limitproof {

/// The table of exit codes, for --help.
[[nodiscard]] std::string exit_code_table();

}  // namespace limitproof
