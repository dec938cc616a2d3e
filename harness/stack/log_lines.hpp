#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace limitproof {

/// The last `count` lines of a file, each indented and ended by a newline; of lines beyond the last
/// 64 KiB nothing. Empty for a file that cannot be read.
[[nodiscard]] std::string last_lines(std::filesystem::path const& file, std::size_t count);

/// The first line with `marker` in it among the first 64 KiB, once its newline is written.
[[nodiscard]] std::optional<std::string> find_line(std::filesystem::path const& file,
                                                   std::string const& marker);

}  // namespace limitproof
