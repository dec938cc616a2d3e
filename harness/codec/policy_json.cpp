#include "harness/codec/policy_json.hpp"

#include "harness/codec/duration_text.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::int64_t most_permits = 1'000'000'000'000;
constexpr auto shortest_period = std::chrono::milliseconds(1);
constexpr auto longest_period = std::chrono::days(400);
constexpr std::size_t most_limits = 16;

/// The soft limit that is being read, and the hard one beside it.
void read_burst_mode(json_reader const& in, limit soft, policy& into) {
  in.only_keys({"hard", "for"});
  auto const hard = in.at("hard").integer(1, most_permits);
  if (hard <= soft.count)
    in.at("hard").fail("more than the limit of " + std::to_string(soft.count) +
                       ", which is the soft one");
  auto const lasts = in.at("for").duration(shortest_period, longest_period);
  auto const burst = soft_burst(soft, hard, lasts);
  if (!burst)
    in.refuse(
        "a burst mode adds (hard − limit) · for / per permits to the limit: at least 1, and "
        "with the hard limit at most 10^12");
  soft.burst = *burst;
  into.burst_modes.push_back({into.limits.size(), lasts});
  into.limits.push_back(soft);
  into.limits.push_back({hard, soft.per, hard});
}

void read_limit(json_reader const& in, policy& into) {
  in.only_keys({"limit", "per", "burst", "burst_mode"});
  limit l;
  l.count = in.at("limit").integer(1, most_permits);
  l.per = in.at("per").duration(shortest_period, longest_period);
  auto const burst = in.find("burst");
  auto const mode = in.find("burst_mode");
  if (burst && mode)
    burst->refuse(
        "no burst stands beside a burst_mode, which says itself how much comes at once: "
        "its hard limit");
  if (mode) return read_burst_mode(*mode, l, into);
  l.burst = burst ? burst->integer(1, most_permits) : l.count;
  into.limits.push_back(l);
}

ordered_json write_limit(limit const& l) {
  return {{"limit", l.count}, {"per", to_text(l.per)}, {"burst", l.burst}};
}

ordered_json write_burst_mode(limit const& soft, limit const& hard, duration lasts) {
  return {{"limit", soft.count},
          {"per", to_text(soft.per)},
          {"burst_mode", {{"hard", hard.count}, {"for", to_text(lasts)}}}};
}

}  // namespace

policy read_policy(json_reader const& in) {
  policy p;
  if (in.is_object()) {
    read_limit(in, p);
    return p;
  }
  if (!in.is_array())
    in.fail("a limit, as {\"limit\": 50, \"per\": \"1s\"}, or an array of limits");
  for (auto const& element : in.items(1, most_limits)) read_limit(element, p);
  if (p.limits.size() > most_limits)
    in.refuse("these are " + std::to_string(p.limits.size()) + " limits, as a burst mode is two: " +
              "at most " + std::to_string(most_limits) + " hold at once");
  return p;
}

bool is_allowed(limit const& l) {
  return l.count >= 1 && l.count <= most_permits && l.burst >= 1 && l.burst <= most_permits &&
         l.per >= shortest_period && l.per <= longest_period;
}

ordered_json write_policy(policy const& p) {
  auto limits = ordered_json::array();
  auto mode = p.burst_modes.begin();
  for (std::size_t i = 0; i < p.limits.size(); ++i) {
    if (mode != p.burst_modes.end() && mode->soft == i) {
      limits.push_back(write_burst_mode(p.limits[i], p.limits[i + 1], mode->lasts));
      ++mode;
      ++i;
    } else {
      limits.push_back(write_limit(p.limits[i]));
    }
  }
  return limits.size() == 1 ? limits.front() : limits;
}

}  // namespace limitproof
