#include "harness/plan/make_plan.hpp"

#include "harness/model/most_requests.hpp"
#include "harness/model/splitmix64.hpp"
#include "harness/plan/expand_phase.hpp"
#include "harness/plan/lay_out_faults.hpp"
#include "harness/plan/lay_out_keys.hpp"
#include "harness/plan/share_pools.hpp"

#include <algorithm>
#include <string_view>

namespace limitproof {

namespace {

struct size {
  std::string_view of;
  std::int64_t found = 0;
  std::int64_t most = 0;
};

std::vector<key_pattern> patterns_of(std::vector<phase> const& attack) {
  std::vector<key_pattern> patterns;
  for (auto const& p : attack)
    patterns.push_back(std::visit([](auto const& kind) { return kind.keys; }, p));
  return patterns;
}

/// What a phase draws its load from: not what it draws its keys from, or the two would go together.
std::uint64_t load_seed(std::uint64_t seed, std::size_t phase) {
  return splitmix64(~seed, phase);
}

std::vector<planned_phase> expand_in_turn(scenario const& s) {
  std::vector<planned_phase> phases;
  duration all_ended{};
  for (auto const& p : s.attack) {
    auto const seed = load_seed(s.seed, phases.size());
    auto planned = std::visit([seed](auto const& kind) { return expand(kind, seed); }, p);
    auto const begin = std::visit([](auto const& kind) { return kind.begin; }, p);
    auto const manner = std::visit([](auto const& kind) { return kind.manner; }, p);
    planned.number = static_cast<std::uint32_t>(phases.size() + 1);
    planned.start = (begin.beside ? phases.back().start : all_ended) + begin.after;
    planned.edge = begin.edge;
    planned.connect = manner.connect;
    planned.requests = manner.requests;
    planned.policy = manner.policy;
    planned.cost = manner.cost;
    all_ended = std::max(all_ended, planned.start + planned.length);
    phases.push_back(std::move(planned));
  }
  share_pools(phases, s.attack);
  return phases;
}

/// How many requests are sure to be sent; what closed loops send depends on the answers.
struct requests_of {
  planned_phase const& planned;

  std::int64_t operator()(paced_load const& load) const {
    return static_cast<std::int64_t>(load.requests);
  }

  std::int64_t operator()(gate_load const& load) const {
    return static_cast<std::int64_t>(load.rounds * planned.connections);
  }

  std::int64_t operator()(ramp_load const& load) const {
    return static_cast<std::int64_t>(load.requests);
  }

  std::int64_t operator()(closed_load const&) const { return 0; }

  std::int64_t operator()(reactive_load const&) const { return 0; }

  std::int64_t operator()(slow_load const&) const { return 0; }
};

duration end_of(std::vector<planned_phase> const& phases) {
  duration end{};
  for (auto const& p : phases) end = std::max(end, p.start + p.length);
  return end;
}

std::vector<size> sizes_of(std::vector<planned_phase> const& phases,
                           std::vector<key_pattern> const& patterns) {
  size seconds{"seconds", 0, 3600};
  size requests{"requests", 0, most_requests};
  size connections{"connections at once", 0, 4096};
  duration waits{};
  for (auto const& p : phases) {
    if (p.edge) waits += p.edge->of;
    auto const ends = std::chrono::ceil<std::chrono::seconds>(p.start + p.length + waits);
    seconds.found = std::max(seconds.found, ends.count());
    requests.found += std::visit(requests_of{p}, p.load);
  }
  for (auto const& pool : pools_of(phases)) connections.found += pool.connections;
  return {seconds, requests, connections, {"identities", most_identities(patterns), 10'000'000}};
}

}  // namespace

result<plan> make_plan(scenario const& s) {
  auto const patterns = patterns_of(s.attack);
  auto phases = expand_in_turn(s);
  for (auto const& size : sizes_of(phases, patterns))
    if (size.found > size.most)
      return error{errc::bad_file,
                   "planning scenario " + s.name + ": its attack needs " +
                       std::to_string(size.found) + " " + std::string(size.of) + ", and at most " +
                       std::to_string(size.most) + " can be run; make it smaller"};
  auto faults = lay_out_faults(s, end_of(phases));
  if (!faults) return faults.error();
  auto layout = lay_out_keys(patterns);
  for (std::size_t i = 0; i < phases.size(); ++i) {
    phases[i].keys = std::move(layout.phases[i]);
    phases[i].keys.seed = splitmix64(s.seed, i);
  }
  plan p;
  p.scenario = s;
  p.keys = std::move(layout.identities);
  p.phases = std::move(phases);
  p.faults = *std::move(faults);
  return p;
}

}  // namespace limitproof
