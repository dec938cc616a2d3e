#include "tests/limiters/reference_gcra.hpp"

#include <algorithm>

namespace limitproof {

reference_gcra::policy::policy(script_limit const& limit)
    : interval_us((limit.per_us + limit.count - 1) / limit.count),
      burst(std::min(limit.burst, (std::int64_t{1} << 52) / interval_us)),
      mark((interval_us + 31 * burst) % 997) {}

std::optional<reference_decision> reference_gcra::decide(std::vector<script_limit> const& limits,
                                                         std::int64_t cost,
                                                         std::int64_t now_us) {
  std::vector<policy> policies;
  for (auto const& limit : limits) policies.emplace_back(limit);
  for (auto const& p : policies)
    if (cost < 0 || cost > p.burst) return std::nullopt;

  std::vector<std::int64_t> credits;
  std::vector<std::int64_t> waits;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    auto const& p = policies[i];
    auto const whole = p.burst * p.interval_us;
    auto& kept = buckets_.at(i);
    if (kept.mark != p.mark && kept.full_at_us > now_us + whole) kept = {now_us + whole, p.mark};
    credits.push_back(whole - std::max<std::int64_t>(kept.full_at_us - now_us, 0));
    auto const wait = cost * p.interval_us - credits.back();
    waits.push_back(cost == 0 ? 0 : std::max<std::int64_t>(wait, 0));
  }
  auto const permits = [&](std::size_t i) {
    return std::max<std::int64_t>(credits[i], 0) / policies[i].interval_us;
  };
  std::size_t slowest = 0;
  std::size_t scarcest = 0;
  for (std::size_t i = 1; i < policies.size(); ++i) {
    if (waits[i] > waits[slowest]) slowest = i;
    if (permits(i) < permits(scarcest)) scarcest = i;
  }
  bool const admitted = waits[slowest] == 0;
  auto const binding = admitted ? scarcest : slowest;
  if (admitted && cost > 0) {
    for (std::size_t i = 0; i < policies.size(); ++i) {
      auto const& p = policies[i];
      credits[i] -= cost * p.interval_us;
      buckets_.at(i) = {now_us + p.burst * p.interval_us - credits[i], p.mark};
    }
  }
  std::vector<std::int64_t> remaining;
  for (std::size_t i = 0; i < policies.size(); ++i) remaining.push_back(permits(i));
  auto const& bound = policies[binding];
  return reference_decision{.admitted = admitted ? 1 : 0,
                            .binding_limit = static_cast<std::int64_t>(binding),
                            .limit = bound.burst,
                            .remaining = remaining[binding],
                            .until_full_us = bound.burst * bound.interval_us - credits[binding],
                            .retry_after_us = waits[binding],
                            .each_remaining = remaining};
}

std::int64_t reference_gcra::lifetime_us(std::size_t limit, std::int64_t now_us) const {
  return std::max<std::int64_t>(buckets_.at(limit).full_at_us - now_us, 0);
}

}  // namespace limitproof
