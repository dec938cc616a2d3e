#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// A fail that names an interval stands in a paragraph of its own, not among the checks.
[[nodiscard]] bool has_certificate(finding const& f);

/// For each such fail the claim, the interval and the first requests in it.
[[nodiscard]] std::string markdown_certificates(report const& r);

/// For each run with a captured denial the response as a code block, long parts cut.
[[nodiscard]] std::string markdown_denials(report const& r);

}  // namespace limitproof
