#pragma once

#include <string>

namespace limitproof {

struct diagnosis {
  bool healthy = false;
  std::string text;
};

/// The answer of `limitproof doctor`: each program a run needs, where it is, and one command that
/// installs what is missing.
[[nodiscard]] diagnosis diagnose();

}  // namespace limitproof
