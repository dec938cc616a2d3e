#pragma once

#include <string>
#include <vector>

namespace limitproof {

/// What a command line that cannot be read probably meant: "there is no command "lnt", did you
/// mean "lint"?". `words` come after the program's name. Empty: its commands and options exist.
[[nodiscard]] std::string usage_hint(std::vector<std::string> const& words);

}  // namespace limitproof
