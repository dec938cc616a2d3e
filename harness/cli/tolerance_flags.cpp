#include "harness/cli/tolerance_flags.hpp"

#include "harness/codec/duration_text.hpp"

#include <fmt/format.h>

namespace limitproof {

std::string tolerance_flags(tolerance_changes const& changes) {
  std::string text;
  auto const add = [&](std::string_view flag, std::optional<std::int64_t> const& value) {
    if (value) text += fmt::format(" {} {}", flag, *value);
  };
  add("--tolerate-permits", changes.permits);
  add("--tolerate-share-ppm", changes.share_ppm);
  add("--clock-drift-ppm", changes.clock_drift_ppm);
  if (changes.time_granularity) text += " --time-granularity " + to_text(*changes.time_granularity);
  add("--slack", changes.slack);
  return text;
}

}  // namespace limitproof
