#include "tests/limiters/random_soak.hpp"

#include "tests/limiters/compared_limiter.hpp"
#include "tests/limiters/random_attack.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::int64_t session_decisions = 500;

/// Some refill and some windows pass in the milliseconds that a session takes.
std::vector<script_limit> quick_limits(random_attack& attack) {
  std::vector<script_limit> drawn;
  for (auto count = attack.uniform(1, 3); count > 0; --count) {
    auto const per_us = attack.magnitude(1e3, 1e6);
    auto const permit_us = attack.magnitude(1, 1e3);
    auto const permits = std::max<std::int64_t>(per_us / permit_us, 1);
    drawn.push_back({permits, per_us, attack.magnitude(1, 2.0 * static_cast<double>(permits))});
  }
  return drawn;
}

std::vector<script_limit> draw_limits(random_attack& attack, limiter_under_test const& limiter) {
  bool const is_any = limiter.time_stands_still() && attack.uniform(0, 1) == 0;
  auto drawn = is_any ? attack.limits() : quick_limits(attack);
  if (!limiter.claims().several_limits) drawn.resize(1);
  for (auto& each : drawn) {
    limit const plain{each.count, std::chrono::microseconds(each.per_us), each.burst};
    each.burst = capacity(limiter.claims().algorithm, plain);
  }
  return drawn;
}

/// Forwards, and often to the very moment that the last denial told or to the one before it.
std::int64_t step_us(random_attack& attack, script_limit const& limit, std::int64_t told_us) {
  constexpr std::int64_t years_us = 100'000'000'000'000;
  if (told_us > 0 && told_us < years_us && attack.uniform(0, 2) > 0)
    return told_us - attack.uniform(0, 1);
  return std::max<std::int64_t>(attack.clock_step(limit), 0);
}

/// One client.
std::optional<std::string> session(limiter_under_test& limiter,
                                   reference_limiter const& fresh,
                                   random_attack& attack,
                                   std::int64_t decisions) {
  auto const limits = draw_limits(attack, limiter);
  compared_limiter client(limiter, fresh, "client", limits);
  while (decisions > 0) {
    auto const batch = std::min(attack.uniform(1, 20), decisions);
    std::vector<std::int64_t> costs;
    for (auto left = batch; left > 0; --left) costs.push_back(attack.cost(limits));
    auto found = client.first_difference(std::move(costs));
    if (found) return found;
    decisions -= batch;
    if (limiter.time_stands_still())
      limiter.pass(std::chrono::microseconds(step_us(attack, limits.front(), client.told_us())));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> random_soak(std::string const& name,
                                       store_under_test const& store,
                                       reference_limiter const& fresh,
                                       std::uint64_t seed,
                                       std::int64_t decisions) {
  random_attack attack(seed);
  for (; decisions > 0; decisions -= session_decisions) {
    limiter_under_test limiter(name, 1, store);
    auto found = session(limiter, fresh, attack, std::min(decisions, session_decisions));
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace limitproof
