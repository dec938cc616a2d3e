#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// For each run a Mermaid chart, which GitHub draws: a line of what was sent, and below it one of
/// what of that was admitted. Lines, as Mermaid draws bars as wide as a tick of the axis, over each
/// other. At most a hundred points: where there are more stretches, each point is the fullest of
/// its neighbours, so that no peak is lost. From the fourth run on folded away. Empty where nothing
/// was sent for longer than one stretch.
[[nodiscard]] std::string markdown_plots(report const& r);

}  // namespace limitproof
