#include "tests/simulation/random_experiment.hpp"

#include "tests/simulation/seeded_draws.hpp"

#include <algorithm>
#include <array>

namespace limitproof {

namespace {

constexpr std::int64_t us = 1'000;
constexpr std::int64_t ms = 1'000 * us;
constexpr std::int64_t s = 1'000 * ms;
constexpr std::int64_t hour = 3'600 * s;

/// How much is asked for, and how that relates to what is allowed.
struct attack_size {
  std::int64_t requests = 0;
  std::int64_t overload_percent = 0;  ///< of what one period allows
  std::int64_t periods = 0;           ///< that the attack lasts
  std::int64_t identities = 1;

  /// A limit per period for each identity that makes it so.
  [[nodiscard]] std::int64_t count() const {
    return std::max<std::int64_t>(1, requests * 100 / (overload_percent * periods * identities));
  }
};

template <std::size_t N>
std::int64_t one_of(seeded_draws& draws, std::array<std::int64_t, N> const& values) {
  return values.at(static_cast<std::size_t>(draws.between(0, N - 1)));
}

attack_size draw_size(seeded_draws& draws, attack_strength strength) {
  if (strength == attack_strength::strong)
    return {draws.between(400, 1000), draws.between(400, 900), draws.between(2, 6), 1};
  auto const identities = draws.happens(300'000) ? draws.between(2, 5) : 1;
  return {draws.magnitude(60, 600), draws.magnitude(60, 900), draws.magnitude(1, 20), identities};
}

network_weather draw_weather(seeded_draws& draws, attack_strength strength) {
  network_weather weather{draws.magnitude(5 * us, 200 * us), draws.magnitude(20 * us, 5 * ms)};
  if (strength == attack_strength::strong) return weather;
  weather.tail_ppm = one_of<4>(draws, {0, 1'000, 20'000, 100'000});
  weather.tail_ns = draws.magnitude(1 * ms, 3 * s);
  weather.loss_ppm = one_of<5>(draws, {0, 0, 0, 500, 20'000});
  return weather;
}

std::int64_t typical_round_trip(experiment const& e) {
  std::int64_t one_way = 0;
  for (auto const* weather : {&e.client_network, &e.node_network, &e.store_network})
    one_way += weather->least_ns + weather->typical_ns;
  return 2 * one_way;
}

key_pattern keys_of(attack_size const& size) {
  if (size.identities == 1) return one_key{"attacker"};
  return uniform_keys{"client", size.identities};
}

closed_loop_phase closed_loop(seeded_draws& draws, experiment const& e, attack_size const& size) {
  auto const connections = draws.magnitude(4, 64);
  auto const length = size.requests * typical_round_trip(e) / connections;
  return {duration(std::max(length, ms)), connections, keys_of(size)};
}

limit draw_limit(seeded_draws& draws, std::int64_t count, std::int64_t per_ns) {
  return {count, duration(std::max(ms, per_ns / ms * ms)), draws.between(1, 3 * count)};
}

/// A steady load whose length follows from the period, sometimes after a burst of a closed loop.
void draw_steady_attack(seeded_draws& draws, attack_size const& size, experiment& e) {
  auto const longest_per = std::min(hour / 2 / size.periods, 600 * s);
  auto const per = draws.magnitude(5, longest_per / ms) * ms;
  auto const first = draw_limit(draws, size.count(), per);
  e.scenario.policy.limits = {first};
  if (draws.happens(400'000)) {
    auto burst = size;
    burst.requests /= 4;
    e.scenario.attack.emplace_back(closed_loop(draws, e, burst));
  }
  rate const pace{size.overload_percent * first.count * size.identities, first.per * 100};
  e.scenario.attack.emplace_back(
      steady_phase{pace, first.per * size.periods, draws.magnitude(4, 64), keys_of(size)});
}

/// Clients that ask again at once, and a period that follows from how long that takes.
void draw_closed_attack(seeded_draws& draws, attack_size const& size, experiment& e) {
  auto const phase = closed_loop(draws, e, size);
  e.scenario.policy.limits = {draw_limit(draws, size.count(), phase.length.count() / size.periods)};
  e.scenario.attack.emplace_back(phase);
}

void add_second_limit(seeded_draws& draws, experiment& e) {
  auto const& first = e.scenario.policy.limits.front();
  auto const second = draw_limit(
      draws, first.count * draws.between(1, 5), first.per.count() * draws.between(2, 10));
  e.scenario.policy.limits.push_back(second);
}

std::int64_t length_of(experiment const& e) {
  duration length{};
  for (auto const& each : e.scenario.attack)
    if (auto const* steady = std::get_if<steady_phase>(&each))
      length += steady->length;
    else
      length += std::get<closed_loop_phase>(each).length;
  return length.count();
}

void draw_clocks(seeded_draws& draws, attack_strength strength, experiment& e) {
  auto const per = e.scenario.policy.limits.front().per.count();
  auto& allowed = e.scenario.tolerance;
  auto& store = e.store_clock;
  store.seed = draws.seed();
  store.start_us += draws.between(0, 1'000'000'000);
  if (strength == attack_strength::any) {
    allowed.clock_drift_ppm = one_of<4>(draws, {0, 0, 100, 2'000});
    store.drift_ppm = draws.between(-allowed.clock_drift_ppm, allowed.clock_drift_ppm);
    if (draws.happens(300'000)) {
      allowed.time_granularity = duration(per / 20);
      // What a clock of whole microseconds cuts off is another microsecond.
      store.largest_step_ns = allowed.time_granularity.count() - us;
      store.step_every_ns = draws.magnitude(ms, per);
    }
  }
  for (std::int64_t i = 0; i < e.scenario.stack.nodes; ++i)
    e.node_clocks.push_back({store.start_us + draws.between(-10'000'000, 10'000'000),
                             draws.between(-1'000, 1'000),
                             0,
                             1,
                             0});

  e.anchors.start_monotonic_ns = draws.magnitude(s, 1'000 * hour);
  e.anchors.start_wall_us = store.start_us + draws.between(-10'000'000, 10'000'000);
  if (draws.happens(250'000)) return;
  auto const bound_us = draws.between(5, 2'000);
  // One less, as the truth is cut to whole microseconds.
  auto const error_us = draws.between(1 - bound_us, bound_us - 1);
  e.anchors.store =
      store_anchor{store.start_us - e.anchors.start_monotonic_ns / us + error_us, bound_us};
}

void draw_faults(seeded_draws& draws, experiment& e) {
  auto const length = length_of(e);
  auto const node = [&] {
    return static_cast<std::size_t>(draws.between(0, e.scenario.stack.nodes - 1));
  };
  for (auto const kind :
       {fault_kind::script_flush, fault_kind::node_pause, fault_kind::node_death}) {
    if (!draws.happens(250'000)) continue;
    for (auto left = draws.between(1, 3); left > 0; --left)
      e.faults.push_back(
          {kind, draws.between(0, length), node(), draws.magnitude(ms, std::max(ms, length / 4))});
  }
  e.balancer_notices_after_ns = draws.magnitude(ms, s);
  e.store_deadline_ns = draws.magnitude(2 * ms, s);

  if (!draws.happens(200'000)) return;
  std::int64_t at = 0;
  for (auto left = draws.between(1, 3); left > 0; --left) {
    auto const start = at + draws.between(1, length);
    at = start + draws.magnitude(ms, 500 * ms);
    e.generator_stalls.push_back({start, at});
  }
}

}  // namespace

experiment draw_experiment(std::uint64_t seed,
                           attack_strength strength,
                           std::int64_t largest_policy) {
  seeded_draws draws(seed);
  bool const strong = strength == attack_strength::strong;
  experiment e;
  e.seed = draws.seed();
  e.scenario.name = "simulated-" + std::to_string(seed);
  e.scenario.seed = seed;
  e.scenario.stack.nodes = strong ? draws.between(3, 6) : draws.between(1, 6);
  if (draws.happens(300'000)) e.scenario.stack.balance = balance_method::random;
  if (draws.happens(500'000)) e.scenario.stack.store_error = on_store_error::closed;
  e.client_network = draw_weather(draws, strength);
  e.node_network = draw_weather(draws, strength);
  e.store_network = draw_weather(draws, strength);

  auto const size = draw_size(draws, strength);
  if (draws.happens(strong ? 600'000 : 400'000))
    draw_closed_attack(draws, size, e);
  else
    draw_steady_attack(draws, size, e);
  if (largest_policy > 1 && draws.happens(250'000)) add_second_limit(draws, e);
  draw_clocks(draws, strength, e);
  if (!strong) draw_faults(draws, e);
  return e;
}

}  // namespace limitproof
