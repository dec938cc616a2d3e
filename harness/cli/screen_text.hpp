#pragma once

#include "harness/model/fault.hpp"
#include "harness/run/attack_standing.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// How far one limiter of a run is.
struct screen_row {
  std::string limiter;
  std::string state;  ///< "waits", "stack up", "pass: 499 admitted where 499 were allowed"
};

/// What a terminal shows while a scenario is run.
struct screen {
  std::string scenario;
  std::vector<screen_row> rows;
  std::vector<fault> faults;              ///< as planned
  std::optional<attack_standing> attack;  ///< the one that goes on
  attack_counts lately;                   ///< of its counts those of the last second
  duration lately_took{};                 ///< or of so long
};

struct terminal_size {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

/// Its lines, none of more bytes than there are columns and fewer than there are rows, so that none
/// wraps or scrolls away and as many can be taken back.
[[nodiscard]] std::vector<std::string> screen_lines(screen const& s, terminal_size const& size);

}  // namespace limitproof
