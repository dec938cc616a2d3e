#include "harness/lab/measure_limiter.hpp"

#include "harness/lab/info_fields.hpp"
#include "harness/lab/limiter_cluster.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::int64_t most_at_once = 256;

// A day, so that no permit of 100 comes back while the rest is asked for.
std::vector<limit> limit_of(std::int64_t count) {
  return {{count, std::chrono::hours(24), count}};
}

std::string identity_of_16_bytes(std::int64_t client) {
  return fmt::format("client-{:09}", client);
}

class measurement {
 public:
  measurement(limiter_cluster& limiters, std::atomic<bool> const& stop)
      : limiters_(limiters), stop_(stop) {}

  /// `requests` times for each of `clients`, one client after the other.
  result<void> ask(std::int64_t clients, std::int64_t requests, std::vector<limit> const& limits);

  result<void> empty_store() { return send({"FLUSHALL", "SYNC"}); }

  result<std::int64_t> key_count();

  /// used_memory without the connections' buffers, once those are counted.
  result<std::int64_t> bytes_used();

  /// MEMORY USAGE of all keys, every element counted.
  result<std::int64_t> bytes_of_keys();

  /// Redis' time for a decision, in nanoseconds, over 20 requests of each of 100 clients.
  result<std::int64_t> ns_per_decision();

 private:
  result<void> send(std::vector<std::string> const& command);

  limiter_cluster& limiters_;
  std::atomic<bool> const& stop_;
};

result<void> measurement::send(std::vector<std::string> const& command) {
  auto const reply = limiters_.command(command);
  if (!reply) return reply.error();
  return {};
}

result<void> measurement::ask(std::int64_t clients,
                              std::int64_t requests,
                              std::vector<limit> const& limits) {
  auto const all = clients * requests;
  for (std::int64_t begin = 0; begin < all; begin += most_at_once) {
    if (stop_) return error{errc::interrupted, "interrupted while measuring"};
    std::vector<limit_request> batch;
    for (auto i = begin; i < std::min(all, begin + most_at_once); ++i)
      batch.push_back(limiters_.request(identity_of_16_bytes(i / requests), limits));
    for (auto const& made : limiters_.check_at_once(std::move(batch)))
      if (!made) return made.error();
  }
  return {};
}

result<std::int64_t> measurement::key_count() {
  auto const reply = limiters_.command({"DBSIZE"});
  if (!reply) return reply.error();
  return reply->integer;
}

result<std::int64_t> measurement::bytes_used() {
  // Redis looks at each connection's buffers once a second, and tells what they were then.
  limiters_.pass(std::chrono::milliseconds(1'100));
  auto const info = limiters_.command({"INFO", "memory"});
  if (!info) return info.error();
  auto const used = info_number(info->text, "used_memory");
  auto const connections = info_number(info->text, "mem_clients_normal");
  if (!used || !connections)
    return error{errc::store_unavailable, "INFO memory tells no used_memory or mem_clients_normal"};
  return *used - *connections;
}

result<std::int64_t> measurement::bytes_of_keys() {
  auto const keys = limiters_.keys();
  if (!keys) return keys.error();
  std::int64_t bytes = 0;
  for (auto const& key : *keys) {
    auto const usage = limiters_.command({"MEMORY", "USAGE", key, "SAMPLES", "0"});
    if (!usage) return usage.error();
    bytes += usage->integer;
  }
  return bytes;
}

result<std::int64_t> measurement::ns_per_decision() {
  constexpr std::int64_t clients = 100;
  constexpr std::int64_t requests = 20;
  if (auto const empty = empty_store(); !empty) return empty.error();
  if (auto const reset = send({"CONFIG", "RESETSTAT"}); !reset) return reset.error();
  if (auto const asked = ask(clients, requests, limit_of(100)); !asked) return asked.error();
  auto const info = limiters_.command({"INFO", "commandstats"});
  if (!info) return info.error();
  return microseconds_in_commands(info->text) * 1'000 / (clients * requests);
}

result<std::int64_t> median_ns(measurement& measured, int repeats) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < repeats; ++i) {
    auto const time = measured.ns_per_decision();
    if (!time) return time.error();
    times.push_back(*time);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

/// Growth of used_memory by each of `clients`, which spend `permits` of 100 one by one.
result<std::int64_t> bytes_per_client(measurement& measured,
                                      std::int64_t clients,
                                      std::int64_t permits) {
  if (auto const empty = measured.empty_store(); !empty) return empty.error();
  auto const before = measured.bytes_used();
  if (!before) return before.error();
  if (auto const asked = measured.ask(clients, permits, limit_of(100)); !asked)
    return asked.error();
  auto const after = measured.bytes_used();
  if (!after) return after.error();
  auto const keys = measured.key_count();
  if (!keys) return keys.error();
  if (*keys < clients)
    return error{errc::store_unavailable,
                 fmt::format("{} clients left {} keys, so some ended while they were measured: "
                             "measure again",
                             clients,
                             *keys)};
  return (*after - *before) / clients;
}

/// MEMORY USAGE of a client's keys, over so many of them, which spend `permits` of `count` one by
/// one.
result<std::int64_t> bytes_of_keys(measurement& measured,
                                   std::int64_t clients,
                                   std::int64_t permits,
                                   std::int64_t count) {
  if (auto const empty = measured.empty_store(); !empty) return empty.error();
  if (auto const asked = measured.ask(clients, permits, limit_of(count)); !asked)
    return asked.error();
  auto const bytes = measured.bytes_of_keys();
  if (!bytes) return bytes.error();
  return *bytes / clients;
}

}  // namespace

measured_work::measured_work(std::int64_t keys, bool is_asked_for)
    : clients(keys),
      growing_clients(is_asked_for ? keys : std::max<std::int64_t>(1, keys / 50)),
      full_clients(std::max<std::int64_t>(1, keys / 1'000)) {}

result<std::optional<limiter_cost>> measure_limiter(limiter_plugin plugin,
                                                    address const& store,
                                                    measured_work const& work,
                                                    std::atomic<bool> const& stop) {
  auto const limiters = limiter_cluster::make(std::move(plugin), store, 1);
  if (!limiters) return limiters.error();
  measurement measured(**limiters, stop);
  auto const one = bytes_of_keys(measured, 1, 1, 100);
  if (!one) return one.error();
  if (*one == 0) return std::optional<limiter_cost>();
  auto const hundred = bytes_of_keys(measured, 1, 100, 100);
  if (!hundred) return hundred.error();
  // A record that is a number is as large after one permit as after all of them.
  bool const grows = *hundred > *one;
  auto const each = grows ? bytes_per_client(measured, work.growing_clients, 100)
                          : bytes_per_client(measured, work.clients, 1);
  if (!each) return each.error();
  auto const full =
      bytes_of_keys(measured, work.full_clients, grows ? work.full_limit : 1, work.full_limit);
  if (!full) return full.error();
  auto const time = median_ns(measured, work.repeats);
  if (!time) return time.error();
  return std::optional(limiter_cost{*each, *one, *full, *time});
}

}  // namespace limitproof
