#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

/// Bounds the lines that requests can cause: at most one a second, with a count of those left out.
class occasional_log {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// The line to write for `sentence` now, if one may be written.
  [[nodiscard]] std::optional<std::string> line_for(std::string const& sentence, time_point now);

 private:
  std::optional<time_point> last_;
  std::int64_t left_out_ = 0;
};

}  // namespace limitproof
