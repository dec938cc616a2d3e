#pragma once

#include "harness/model/error.hpp"
#include "limiters/make_limiter.hpp"

#include <atomic>
#include <cstdint>
#include <optional>

namespace limitproof {

/// How much is asked of a limiter to measure it. To fill a record that grows takes a hundred calls
/// for each client, so there are a fiftieth of the clients unless `keys` was asked for.
struct measured_work {
  measured_work(std::int64_t keys, bool is_asked_for);

  std::int64_t clients;          ///< with a limit of 100
  std::int64_t growing_clients;  ///< the same, where a record grows with every permit
  std::int64_t full_clients;     ///< with a limit of `full_limit`
  std::int64_t full_limit = 10'000;
  int repeats = 5;  ///< of the time measurement; its median counts
};

/// What a limiter takes of the store, for identities of 16 bytes. A limiter that takes cost 1 only
/// is measured after one permit: what it keeps does not grow.
struct limiter_cost {
  /// Of used_memory without what connections hold, so with tables and expiry entries: a limit of
  /// 100 spent.
  std::int64_t bytes_per_client = 0;
  /// MEMORY USAGE of the keys of a client with one permit spent.
  std::int64_t bytes_of_one = 0;
  /// MEMORY USAGE of the keys of a client that has spent `full_limit`.
  std::int64_t bytes_when_full = 0;
  /// Redis' own count of the time in its commands (INFO commandstats: whole microseconds for each
  /// command), in nanoseconds for a decision.
  std::int64_t ns_per_decision = 0;
};

/// Measures `plugin` on `store`, whose content is lost; nothing for a limiter that keeps nothing
/// there. Errors: the limiter's; `store_unavailable`; `interrupted` when `stop` is set.
[[nodiscard]] result<std::optional<limiter_cost>> measure_limiter(limiter_plugin plugin,
                                                                  address const& store,
                                                                  measured_work const& work,
                                                                  std::atomic<bool> const& stop);

}  // namespace limitproof
