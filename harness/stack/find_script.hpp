#pragma once

#include "harness/model/error.hpp"
#include "harness/model/report.hpp"
#include "harness/redis/blocking_redis.hpp"

#include <filesystem>
#include <optional>

namespace limitproof {

/// The script of the plugin in `limiter_folder`, and whether `store` has it loaded; nothing for a
/// limiter without one, or what no manifest describes. Errors: bad_file, `store_unavailable`.
[[nodiscard]] result<std::optional<decision_script>> find_script(
    std::filesystem::path const& limiter_folder, blocking_redis& store);

}  // namespace limitproof
