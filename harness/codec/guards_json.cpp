#include "harness/codec/guards_json.hpp"

#include "harness/codec/duration_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr duration shortest_deadline = std::chrono::milliseconds(1);
constexpr duration longest_deadline = std::chrono::seconds(10);
constexpr duration longest_pause = std::chrono::minutes(1);
constexpr duration longest_jitter = std::chrono::hours(1);
constexpr std::int64_t most_failures = 1000;
constexpr std::int64_t most_leased = 1'000'000;

breaker_spec read_breaker(json_reader const& in) {
  in.only_keys({"failures", "slow", "pause"});
  breaker_spec breaker;
  if (auto const found = in.find("failures")) breaker.failures = found->integer(1, most_failures);
  if (auto const found = in.find("slow"))
    breaker.slow = found->duration(shortest_deadline, longest_deadline);
  if (auto const found = in.find("pause"))
    breaker.pause = found->duration(shortest_deadline, longest_pause);
  return breaker;
}

lease_spec read_leases(json_reader const& in) {
  in.only_keys({"permits", "lasts"});
  lease_spec leases;
  if (auto const found = in.find("permits")) leases.permits = found->integer(2, most_leased);
  if (auto const found = in.find("lasts"))
    leases.lasts = found->duration(shortest_deadline, longest_pause);
  return leases;
}

}  // namespace

guard_spec read_guards(json_reader const& in) {
  in.only_keys({"deadline", "breaker", "deny_cache", "leases", "retry_jitter"});
  guard_spec guards;
  if (auto const found = in.find("deadline"))
    guards.deadline = found->duration(shortest_deadline, longest_deadline);
  if (auto const found = in.find("breaker")) guards.breaker = read_breaker(*found);
  if (auto const found = in.find("deny_cache")) guards.deny_cache = found->boolean();
  if (auto const found = in.find("leases")) guards.leases = read_leases(*found);
  if (auto const found = in.find("retry_jitter"))
    guards.retry_jitter = found->duration(duration(0), longest_jitter);
  return guards;
}

ordered_json write_guards(guard_spec const& guards) {
  ordered_json out{{"deadline", to_text(guards.deadline)}};
  if (guards.breaker)
    out["breaker"] = {{"failures", guards.breaker->failures},
                      {"slow", to_text(guards.breaker->slow)},
                      {"pause", to_text(guards.breaker->pause)}};
  out["deny_cache"] = guards.deny_cache;
  if (guards.leases)
    out["leases"] = {{"permits", guards.leases->permits}, {"lasts", to_text(guards.leases->lasts)}};
  out["retry_jitter"] = to_text(guards.retry_jitter);
  return out;
}

}  // namespace limitproof
