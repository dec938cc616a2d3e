#pragma once

#include "harness/model/report.hpp"

#include <string>

namespace limitproof {

/// The measured parts of report.md; each is empty where nothing was measured.
[[nodiscard]] std::string markdown_latency(report const& r);
[[nodiscard]] std::string markdown_nodes(report const& r);
/// Of attacks with several phases.
[[nodiscard]] std::string markdown_phases(report const& r);
[[nodiscard]] std::string markdown_variants(report const& r);
/// What was done to the stack, and when.
[[nodiscard]] std::string markdown_faults(report const& r);
/// How much was sent and how late, and what the checks of the measurement found.
[[nodiscard]] std::string markdown_attack(report const& r);
[[nodiscard]] std::string markdown_store(report const& r);
[[nodiscard]] std::string markdown_steps(report const& r);

/// When requests left: a link to each run's plot, and how clients that react gathered.
[[nodiscard]] std::string markdown_arrivals(report const& r);

}  // namespace limitproof
