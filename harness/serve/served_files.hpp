#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// Where something in the folder really is, links followed. Errors: bad_file if there is no such
/// thing, or a link leads out of the folder.
[[nodiscard]] result<std::filesystem::path> resolved_within(std::filesystem::path const& folder,
                                                            std::filesystem::path const& inside);

/// Whether that file of a run directory, {"naive", "logs", "redis.log"}, is shown: the reports,
/// what they were made from as far as it is text, plots, verdicts and logs.
[[nodiscard]] bool is_shown(std::vector<std::string> const& path);

/// The file of that run directory of `runs`. Errors: bad_file if it is none that is shown, is not
/// there, or is a link to anywhere outside `runs`.
[[nodiscard]] result<std::filesystem::path> find_shown_file(std::filesystem::path const& runs,
                                                            std::string const& directory,
                                                            std::vector<std::string> const& path);

/// All that is shown of a run directory, as paths within it, sorted; those of the run itself before
/// those of its limiters. Errors: bad_file if there is no such directory.
[[nodiscard]] result<std::vector<std::string>> shown_files(std::filesystem::path const& runs,
                                                           std::string const& directory);

/// Which of the run's own files are there, in the order in which people open them.
[[nodiscard]] std::vector<std::string> run_files(std::filesystem::path const& run_directory);

}  // namespace limitproof
