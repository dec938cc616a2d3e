#pragma once

#include "harness/model/error.hpp"

#include <vector>

namespace limitproof {

/// What a shell or a CI job sees.
inline constexpr int exit_met = 0;
inline constexpr int exit_expectation_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_stack = 3;
inline constexpr int exit_inconclusive = 4;
inline constexpr int exit_interrupted = 130;

/// The exit code an error ends the program with.
[[nodiscard]] int exit_code_of(errc code);

/// What several runs amount to: 130 over 2 over 3 over 1 over 4 over 0, which is also that of none.
[[nodiscard]] int combined_exit_code(std::vector<int> const& codes);

}  // namespace limitproof
