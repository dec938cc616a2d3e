#include "harness/codec/policy_json.hpp"

#include "harness/codec/duration_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::int64_t most_permits = 1'000'000'000'000;
constexpr auto shortest = std::chrono::milliseconds(1);
constexpr auto longest = std::chrono::days(400);
constexpr std::size_t most_limits = 16;

limit read_limit(json_reader const& in) {
  in.only_keys({"limit", "per", "burst"});
  limit l;
  l.count = in.at("limit").integer(1, most_permits);
  l.per = in.at("per").duration(shortest, longest);
  auto const burst = in.find("burst");
  l.burst = burst ? burst->integer(1, most_permits) : l.count;
  return l;
}

ordered_json write_limit(limit const& l) {
  return {{"limit", l.count}, {"per", to_text(l.per)}, {"burst", l.burst}};
}

}  // namespace

policy read_policy(json_reader const& in) {
  if (in.is_object()) return policy{{read_limit(in)}};
  if (!in.is_array())
    in.fail("a limit, as {\"limit\": 50, \"per\": \"1s\"}, or an array of limits");
  policy p;
  for (auto const& element : in.items(1, most_limits)) p.limits.push_back(read_limit(element));
  return p;
}

bool is_allowed(limit const& l) {
  return l.count >= 1 && l.count <= most_permits && l.burst >= 1 && l.burst <= most_permits &&
         l.per >= shortest && l.per <= longest;
}

ordered_json write_policy(policy const& p) {
  if (p.limits.size() == 1) return write_limit(p.limits.front());
  auto limits = ordered_json::array();
  for (auto const& l : p.limits) limits.push_back(write_limit(l));
  return limits;
}

}  // namespace limitproof
