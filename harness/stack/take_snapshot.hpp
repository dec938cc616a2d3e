#pragma once

#include "harness/model/error.hpp"
#include "harness/redis/blocking_redis.hpp"
#include "harness/stack/store_snapshot.hpp"

#include <cstdint>
#include <filesystem>
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

/// The same of the store at an address, with what it knows of the script that decides: `script` in
/// `limiter_folder`, empty where there is none.
[[nodiscard]] result<store_snapshot> take_snapshot(address const& store,
                                                   std::filesystem::path const& limiter_folder,
                                                   std::string const& script);

/// Its clock, measured, and its counters at zero: what an attack begins with. Errors:
/// `store_unavailable`.
[[nodiscard]] result<store_anchor> prepare_store(address const& store);

/// INFO commandstats → calls by command, without what `reset_commands` left there.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> read_commands(
    std::string_view info);

/// INFO stats → keys given up for want of memory, since `reset_commands`.
[[nodiscard]] std::int64_t read_evicted_keys(std::string_view info);

}  // namespace limitproof
