#pragma once

#include <string>
#include <string_view>

namespace limitproof {

/// Where the page has a file of a run directory, or, with an empty path, the list of its files:
/// "/runs/20260801-120000-a/naive/logs/redis.log". Fit for an attribute.
[[nodiscard]] std::string run_link(std::string_view directory, std::string_view path);

}  // namespace limitproof
