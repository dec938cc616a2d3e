#pragma once

#include "harness/model/history.hpp"
#include "harness/model/report.hpp"

#include <vector>

namespace limitproof {

/// The requests that failed checks name as their witness, for each check the 200 that were sent
/// first; a witness can be as long as the attack.
[[nodiscard]] std::vector<certificate_rows> collect_certificates(verdict const& v,
                                                                 history const& h);

}  // namespace limitproof
