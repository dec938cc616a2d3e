#pragma once

#include "harness/model/error.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/model/scenario.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace limitproof {

/// Where scenarios, limiters, the node program and the selftest are looked for.
struct catalog {
  std::vector<std::filesystem::path>
      limiter_paths;  ///< searched in order; each holds plugin folders
  std::vector<std::filesystem::path> scenario_paths;  ///< searched in order
  std::filesystem::path node_program;
  std::filesystem::path proxy_program;
  std::vector<std::filesystem::path>
      broken_limiter_paths;  ///< searched in order for the selftest's table
};

/// The catalog of this program: beside the executable (a build) or in lib/limitproof of
/// its prefix (installed),
/// after the paths the user added.
[[nodiscard]] catalog own_catalog(std::vector<std::filesystem::path> const& limiter_paths);

struct found_scenario {
  limitproof::scenario scenario;
  std::string text;  ///< as it stands in the file
};

/// A scenario by its name in the catalog, or by the path of its file, in its full size where it has
/// one and is asked for it. Errors: bad_file, with the nearest name.
[[nodiscard]] result<found_scenario> find_scenario(catalog const& c,
                                                   std::string const& name_or_file,
                                                   run_size size = run_size::usual);

/// The files of all scenarios, sorted by name; they need not be good ones.
[[nodiscard]] std::vector<std::filesystem::path> scenario_files(catalog const& c);

struct found_limiter {
  std::string name;
  std::filesystem::path folder;
  limiter_manifest manifest;
};

/// A plugin folder by its name. Errors: bad_file, with the nearest name and the folders searched.
[[nodiscard]] result<found_limiter> find_limiter(catalog const& c, std::string const& name);

/// Everything there is, sorted by name; an unreadable one is an error naming it.
[[nodiscard]] result<std::vector<scenario>> list_scenarios(catalog const& c);
[[nodiscard]] result<std::vector<found_limiter>> list_limiters(catalog const& c);

}  // namespace limitproof
