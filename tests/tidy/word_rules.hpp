#pragma once

#include "tests/tidy/source_file.hpp"

namespace limitproof {

/// Words that are never right in some place: wall clocks in measurements, detached coroutines,
/// sleeps in tests, leftovers, file names that say nothing.
[[nodiscard]] std::vector<violation> word_violations(source_file const& file);

}  // namespace limitproof
