#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// For each run a Mermaid chart, which GitHub draws: what was sent as a line, what of it was
/// admitted as bars. At most a hundred points: where there are more stretches, each point is the
/// fullest of its neighbours, so that no peak is lost. From the fourth run on folded away. Empty
/// where nothing was sent for longer than one stretch.
[[nodiscard]] std::string markdown_plots(report const& r);

}  // namespace limitproof
