#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// For each fail that has a certificate a paragraph: the claim, the interval and the first
/// requests in it.
[[nodiscard]] std::string markdown_certificates(report const& r);

/// For each run with a captured denial the response as a code block, long parts cut; all but the
/// first folded away.
[[nodiscard]] std::string markdown_denials(report const& r);

}  // namespace limitproof
