#pragma once

#include "harness/model/report.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// Something that stands between a run and a plain pass.
struct reservation {
  std::string run;                     ///< its name
  std::string what;                    ///< "over admission was expected to be pass, found fail"
  std::vector<std::string> reasons{};  ///< of a run that could not be judged: its checks' claims
};

/// Of all runs, in their order, and then those that were never judged. Plain text.
[[nodiscard]] std::vector<reservation> reservations(report const& r);

}  // namespace limitproof
