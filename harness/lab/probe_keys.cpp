#include "harness/lab/probes.hpp"
#include "harness/model/cluster_slot.hpp"
#include "limiters/call_writer.hpp"
#include "limiters/key_lifetimes.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

std::vector<limit> const policies{{1, 24h, 1},
                                  {1'000'000, 1s, 1'000'000},
                                  {7, 3s, 100},
                                  {1, std::chrono::days(400), 1'000'000'000'000}};

/// A key's life time, if it is neither the claimed one nor over by now; empty if it is.
result<std::string> wrong_lifetime(limiter_cluster& limiters,
                                   key_lifetime const& claimed,
                                   node_time asked) {
  auto const left = limiters.command({"PTTL", claimed.key});
  if (!left) return left.error();
  // Redis counts life times from its clock cut to milliseconds.
  auto const passed = std::chrono::floor<std::chrono::milliseconds>(limiters.now() - asked) + 1ms;
  auto const least = claimed.ttl_ms - passed.count();
  bool const is_gone = left->integer == -2;
  if (is_gone ? least <= 0 : left->integer >= least && left->integer <= claimed.ttl_ms)
    return std::string();
  return fmt::format("{} {}, claimed are {} ms",
                     claimed.key,
                     is_gone ? "is not there" : fmt::format("has {} ms left", left->integer),
                     claimed.ttl_ms);
}

/// Asks once under `limits` and looks at the keys whose life time is claimed: how many there are,
/// or what is wrong.
result<std::pair<std::size_t, std::string>> look_at_claimed(limiter_cluster& limiters,
                                                            std::vector<limit> const& limits) {
  auto const request =
      limiters.request(fmt::format("lifetime-{}", limits.front().per.count()), limits);
  auto const made = limiters.check(request);
  if (!made) return made.error();
  auto const lifetimes = key_lifetimes(limiters.plugin().manifest, request, *made);
  if (!lifetimes) return lifetimes.error();
  for (auto const& each : *lifetimes) {
    auto wrong = wrong_lifetime(limiters, each, request.now);
    if (!wrong) return wrong.error();
    if (!wrong->empty()) return std::pair{lifetimes->size(), *std::move(wrong)};
  }
  return std::pair{lifetimes->size(), std::string()};
}

/// A key that never expires; empty if there is none.
result<std::string> immortal_key(limiter_cluster& limiters, std::vector<std::string> const& keys) {
  for (auto const& key : keys) {
    auto const left = limiters.command({"PTTL", key});
    if (!left) return left.error();
    if (left->integer == -1) return key;
  }
  return std::string();
}

/// The keys that a call declares, and those that it was seen to write.
result<std::set<std::string>> keys_of_call(limiter_cluster& limiters,
                                           limit_request const& request) {
  if (auto const empty = limiters.command({"FLUSHALL"}); !empty) return empty.error();
  auto const made = limiters.check(request);
  if (!made) return made.error();
  auto const seen = limiters.keys();
  if (!seen) return seen.error();
  std::set<std::string> keys(seen->begin(), seen->end());
  auto const& manifest = limiters.plugin().manifest;
  if (manifest.kind == limiter_kind::native) return keys;
  auto writer = call_writer::compile(manifest);
  if (!writer) return writer.error();
  auto call = writer->write(request);
  if (!call) return call.error();
  keys.insert(call->keys.begin(), call->keys.end());
  return keys;
}

}  // namespace

result<sighting> probe_key_lifetimes(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  if (auto const empty = limiters.command({"FLUSHALL"}); !empty) return empty.error();
  std::size_t claimed = 0;
  for (auto const& each : policies) {
    auto const looked = look_at_claimed(limiters, {each});
    if (!looked) return looked.error();
    if (!looked->second.empty()) return judge(true, false, looked->second);
    claimed += looked->first;
  }
  auto const keys = limiters.keys();
  if (!keys) return keys.error();
  auto const immortal = immortal_key(limiters, *keys);
  if (!immortal) return immortal.error();
  if (!immortal->empty()) return judge(true, false, *immortal + " never expires");
  if (keys->empty()) return sighting{standing::unknown, "it keeps no key in the store"};
  return judge(true,
               true,
               fmt::format("{} keys under {} policies expire, of {} when is claimed",
                           keys->size(),
                           policies.size(),
                           claimed));
}

result<sighting> probe_cluster_slot(probe_subject const& subject) {
  auto& limiters = subject.limiters;
  auto limits = without_refill(3);
  if (limiters.claims().several_limits) limits.push_back(without_refill(5).front());
  auto const keys = keys_of_call(limiters, limiters.request("cluster-client", limits));
  if (!keys) return keys.error();
  if (keys->empty()) return sighting{standing::unknown, "it keeps no key in the store"};
  std::set<std::uint16_t> slots;
  std::vector<std::string> places;
  for (auto const& key : *keys) {
    slots.insert(cluster_slot(key));
    places.push_back(fmt::format("{} in slot {}", key, cluster_slot(key)));
  }
  return judge(true, slots.size() == 1, fmt::format("{}", fmt::join(places, ", ")));
}

}  // namespace limitproof
