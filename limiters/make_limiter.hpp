#pragma once

#include "harness/model/error.hpp"
#include "harness/model/limiter_manifest.hpp"
#include "harness/redis/redis_connection.hpp"
#include "limiters/limiter.hpp"

#include <filesystem>
#include <memory>

namespace limitproof {

/// A plugin folder, read and checked: the manifest, and the script's text or the shared object's
/// path.
struct limiter_plugin {
  std::string name;  ///< the folder's name
  std::filesystem::path folder;
  limiter_manifest manifest;
  std::string script;  ///< redis-script: the Lua source
};

/// Compiles the call a manifest describes: everything that can be known to be wrong of it before
/// the first request. Errors: bad_file, naming `file` and the JSON pointer.
[[nodiscard]] result<void> check_manifest(limiter_manifest const& manifest,
                                          std::string const& file);

/// Reads `<folder>/limiter.json` and what it names. Errors: bad_file.
[[nodiscard]] result<limiter_plugin> load_plugin(std::filesystem::path const& folder);

/// One instance for one node thread. `store` must outlive it; native limiters ignore it. Errors:
/// bad_file (a shared object that does not load, or of another ABI version).
[[nodiscard]] result<std::unique_ptr<limiter>> make_limiter(limiter_plugin const& plugin,
                                                            redis_connection& store);

}  // namespace limitproof
