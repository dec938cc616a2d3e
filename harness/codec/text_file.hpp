#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace limitproof {

/// The whole file; bad_file naming it if it cannot be read or is larger than `most` bytes.
[[nodiscard]] result<std::string> read_text(std::filesystem::path const& file,
                                            std::size_t most = std::size_t{64} << 20);

/// Writes to a temporary name beside `file` and renames: a file of that name is always whole.
[[nodiscard]] result<void> write_text(std::filesystem::path const& file, std::string_view text);

/// Writes behind what is in `file`, which need not be there yet.
[[nodiscard]] result<void> append_text(std::filesystem::path const& file, std::string_view text);

}  // namespace limitproof
