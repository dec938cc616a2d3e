#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// A whole page. `title` is any text, `content` is markup.
[[nodiscard]] std::string framed_page(std::string_view title, std::string_view content);

/// A page that only says something, in plain text, and leads back to the list.
[[nodiscard]] std::string message_page(std::string_view title, std::string_view message);

}  // namespace limitproof
