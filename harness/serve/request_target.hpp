#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limitproof {

/// What a browser asks for, decoded: "/runs/a%20b/report.md?of=x".
struct request_target {
  std::vector<std::string> path;  ///< {"runs", "a b", "report.md"}; of "/runs/" {"runs", ""}
  std::vector<std::pair<std::string, std::string>> parameters;

  /// The first of that name; empty if there is none.
  [[nodiscard]] std::string parameter(std::string_view name) const;
};

/// None for what is no path of this server, and for all that could mean another place than it
/// shows: "." and "..", however they are spelled, a "/" or a control character within a segment, an
/// empty segment that is not the last, and a "%" without its two digits.
[[nodiscard]] std::optional<request_target> read_target(std::string_view target);

}  // namespace limitproof
