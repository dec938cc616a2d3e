#pragma once

#include "harness/model/units.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

/// This node's wall clock, which may be skewed or step: limiters that trust it are tested that way.
[[nodiscard]] node_time read_node_clock();

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(std::int64_t seconds_since_epoch);

/// The Date of answers, formatted once a second.
class date_text {
 public:
  /// Valid until the next call.
  [[nodiscard]] std::string_view at(node_time now);

 private:
  std::int64_t second_ = -1;
  std::string text_;
};

}  // namespace limitproof
