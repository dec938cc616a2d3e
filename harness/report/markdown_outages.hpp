#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// How the nodes fared while their store was gone: a row for each fault of the store.
[[nodiscard]] std::string markdown_outages(report const& r);

}  // namespace limitproof
