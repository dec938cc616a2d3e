#pragma once

#include <string>
#include <vector>

namespace limitproof {

/// All files of a run directory that are shown, as links: `files` as of shown_files.
[[nodiscard]] std::string file_list_page(std::string const& directory,
                                         std::vector<std::string> const& files);

}  // namespace limitproof
