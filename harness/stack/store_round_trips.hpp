#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/units.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace limitproof {

/// Times a bare EVALSHA on a connection of its own while an attack goes on: a script that returns 1
/// and touches no key, so nothing but the way to the store and back, and the call itself. It has a
/// thread of its own, as it waits for each answer. Destroying it ends the thread.
class store_round_trips {
 public:
  /// Begins at once; asks once `every`, and not again before there was an answer.
  store_round_trips(address store, duration every);
  ~store_round_trips();
  store_round_trips(store_round_trips const&) = delete;
  store_round_trips& operator=(store_round_trips const&) = delete;

  /// Stops asking; how long each answer took, in ns. What failed is left out. Once.
  [[nodiscard]] std::vector<std::int64_t> finish();

 private:
  void ask(address const& store, duration every);
  [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point next);
  void stop();

  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<std::int64_t> times_ns_;  ///< of the thread until it has ended
  std::thread thread_;
};

}  // namespace limitproof
