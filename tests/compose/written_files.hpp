#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace limitproof {

/// A file of compose/, or of a folder in it.
[[nodiscard]] std::filesystem::path written(std::string const& name);

/// What the YAML file says, anchors and merges resolved.
[[nodiscard]] nlohmann::json yaml_of(std::string const& name);

/// What a program prints, run in the source folder; REQUIREs that it ends well.
[[nodiscard]] std::string output_of(std::string const& shell_command);

}  // namespace limitproof
