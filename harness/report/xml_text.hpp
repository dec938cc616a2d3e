#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// Any bytes as text of an XML 1.0 element or of a quoted attribute: made visible (visible_text,
/// line breaks kept), markup escaped, and the two characters that XML forbids spelled out.
[[nodiscard]] std::string xml_text(std::string_view bytes);

}  // namespace limitproof
