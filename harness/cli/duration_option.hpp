#pragma once

#include "harness/model/units.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace limitproof {

/// A flag that takes a duration as scenarios write it, from `least` to `most`.
struct duration_option {
  std::string flag;
  duration least{};
  duration most{};
  std::string text;  ///< for --help
};

/// Anything else is refused, naming the flag, what was found and what is allowed.
void add_duration(CLI::App& sub, duration_option const& option, std::optional<duration>& to);

}  // namespace limitproof
