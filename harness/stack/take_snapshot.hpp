#pragma once

#include "harness/model/error.hpp"
#include "harness/redis/blocking_redis.hpp"
#include "harness/stack/store_snapshot.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limitproof {

/// Sets the command counters to zero, so that a snapshot counts the run and not the start.
[[nodiscard]] result<void> reset_commands(blocking_redis& store);

/// What `store` holds and was asked. Beyond `most_sampled_keys` the details are of those that SCAN
/// tells first. Errors: `store_unavailable`.
[[nodiscard]] result<store_snapshot> take_snapshot(blocking_redis& store);

/// INFO commandstats → calls by command, without what `reset_commands` left there.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> read_commands(
    std::string_view info);

/// INFO stats → keys given up for want of memory, since `reset_commands`.
[[nodiscard]] std::int64_t read_evicted_keys(std::string_view info);

}  // namespace limitproof
