#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limitproof {

/// The head of a kept response (`header_sample::head`), taken apart.
struct sampled_head {
  std::string status_line;
  /// Names as received and values without surrounding blanks, in order, repeated ones too; a line
  /// without a colon is a name without a value.
  std::vector<std::pair<std::string, std::string>> fields;
};

[[nodiscard]] sampled_head take_apart(std::string_view head);

}  // namespace limitproof
