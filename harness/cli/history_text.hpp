#pragma once

#include "harness/run/check_history.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// What `limitproof check FILE` prints: the verdict with its certificate, whose requests are named
/// by their lines, every finding, and what a history from elsewhere cannot show.
[[nodiscard]] std::string history_text(judged_history const& judged,
                                       std::filesystem::path const& file);

/// 0 pass, 1 fail, 4 inconclusive.
[[nodiscard]] int exit_code_of(verdict_kind kind);

}  // namespace limitproof
