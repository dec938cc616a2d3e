#pragma once

#include <string>
#include <string_view>

namespace limitproof {

enum class line_breaks { escaped, kept };

/// Text from a server as something a terminal, an editor or a page can show without being steered
/// by it: control characters, bidirectional overrides and zero-width characters become "\x1b" or
/// "\u202e", bytes that are not UTF-8 become "\xff". With `kept`, LF and CRLF stay as line breaks.
[[nodiscard]] std::string visible_text(std::string_view bytes,
                                       line_breaks breaks = line_breaks::escaped);

}  // namespace limitproof
