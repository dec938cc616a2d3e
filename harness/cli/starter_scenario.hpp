#pragma once

#include "harness/model/error.hpp"

#include <filesystem>
#include <string>

namespace limitproof {

/// A scenario to begin with, and its comments, which JSON has no place for.
struct starter_files {
  std::string scenario;  ///< NAME.json
  std::string comments;  ///< NAME.md: what each line means, and what to change
};

/// Errors: bad_usage if no scenario can have that name.
[[nodiscard]] result<starter_files> starter_scenario(std::string const& name);

/// Writes both into `folder`. Errors: bad_usage if one of them is there already.
[[nodiscard]] result<void> write_starter(starter_files const& files,
                                         std::string const& name,
                                         std::filesystem::path const& folder);

/// What `limitproof init` prints: what was written, and how to go on.
[[nodiscard]] std::string starter_text(std::string const& name);

}  // namespace limitproof
