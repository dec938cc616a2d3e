#include "harness/stack/store_round_trips.hpp"

#include "harness/redis/blocking_redis.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace limitproof {

namespace {

using monotonic = std::chrono::steady_clock;

constexpr duration patience = std::chrono::seconds(1);
constexpr auto bare_script = "return 1";

/// The script's SHA-1; empty while the store does not answer.
std::string load_script(blocking_redis& store) {
  auto const loaded = store.command({"SCRIPT", "LOAD", bare_script});
  return loaded && loaded->type == redis_reply::kind::string ? loaded->text : std::string();
}

}  // namespace

store_round_trips::store_round_trips(address store, duration every)
    : thread_([this, where = std::move(store), every] { ask(where, every); }) {}

store_round_trips::~store_round_trips() {
  stop();
}

std::vector<std::int64_t> store_round_trips::finish() {
  stop();
  return std::move(times_ns_);
}

void store_round_trips::ask(address const& store, duration every) {
  blocking_redis connection(store, patience);
  std::string sha;
  auto next = monotonic::now();
  do {
    // A flush or a restart of the store forgets the script.
    if (sha.empty()) sha = load_script(connection);
    auto const begun = monotonic::now();
    auto const answer = connection.command({"EVALSHA", sha, "0"});
    auto const ended = monotonic::now();
    if (answer && answer->type == redis_reply::kind::integer)
      times_ns_.push_back(duration(ended - begun).count());
    else
      sha.clear();
    next = std::max(next + every, ended);
  } while (wait_until(next));
}

bool store_round_trips::wait_until(monotonic::time_point next) {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_until(lock, next, [this] { return stopping_; });
}

void store_round_trips::stop() {
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace limitproof
