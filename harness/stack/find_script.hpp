#pragma once

#include "harness/model/error.hpp"
#include "harness/model/report.hpp"
#include "harness/redis/blocking_redis.hpp"

#include <filesystem>

namespace limitproof {

/// A script by its SHA-1, and whether `store` has it loaded. Errors: bad_file, `store_unavailable`.
[[nodiscard]] result<decision_script> find_script(std::filesystem::path const& script,
                                                  blocking_redis& store);

}  // namespace limitproof
