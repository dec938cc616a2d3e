#pragma once

#include <string>

namespace limitproof {

/// Everything that a headless Chromium wrote about the page at `url`, in a window of that width:
/// its elements in the end, and its console.
[[nodiscard]] std::string shown_by_browser(std::string const& url,
                                           std::string const& width = "1280");

/// Whether the page wrote to the console, as the browser does for all that goes wrong in it.
[[nodiscard]] bool complained(std::string const& output);

}  // namespace limitproof
