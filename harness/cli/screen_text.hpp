#pragma once

#include "harness/model/fault.hpp"
#include "harness/model/units.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// How far one limiter of a run is.
struct screen_row {
  std::string limiter;
  std::string state;  ///< "waits", "stack up", "pass: 499 admitted where 499 were allowed"
};

struct attack_counts {
  std::int64_t sent = 0, admitted = 0, denied = 0, unknown = 0;
};

/// What a terminal shows while a scenario is run.
struct screen {
  std::string scenario;
  std::vector<screen_row> rows;
  std::vector<fault> faults;  ///< as planned
  bool attacking = false;     ///< what follows is about the attack that goes on
  duration elapsed{};         ///< of `length`
  duration length{};
  attack_counts counts;       ///< so far
  attack_counts last_second;  ///< of these, those of the last second
};

/// Its lines, none longer than `width` columns, so that none wraps and as many can be taken back.
[[nodiscard]] std::vector<std::string> screen_lines(screen const& s, std::size_t width);

}  // namespace limitproof
