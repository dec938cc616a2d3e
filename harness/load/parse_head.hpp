#pragma once

#include "harness/load/head_reader.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace limitproof {

inline constexpr std::size_t most_laid_out_fields = 48;

/// Where a field's value (without blanks around it) stands in its header block.
struct field_place {
  answer_field field{};
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// The values of a header block, in order; `complete` is false if there were more than fit.
struct head_layout {
  std::array<field_place, most_laid_out_fields> fields;
  std::size_t count = 0;
  bool complete = true;
};

/// Reads a whole header block: status line to empty line, each line ended by CRLF (RFC 9112;
/// folded lines and bare CR or LF are refused). Returns nullptr, or why it is not HTTP/1.x.
[[nodiscard]] char const* parse_head(std::string_view block,
                                     head_reader& reader,
                                     head_layout& layout);

/// Whether `bytes` can still become a status line: tells garbage before a whole line of it came.
[[nodiscard]] bool may_begin_response(std::string_view bytes);

}  // namespace limitproof
