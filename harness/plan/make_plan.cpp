#include "harness/plan/make_plan.hpp"

#include "harness/model/splitmix64.hpp"
#include "harness/plan/expand_phase.hpp"
#include "harness/plan/lay_out_faults.hpp"
#include "harness/plan/lay_out_keys.hpp"

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

std::vector<planned_phase> expand_in_turn(std::vector<phase> const& attack) {
  std::vector<planned_phase> phases;
  duration start{};
  for (auto const& p : attack) {
    auto planned = std::visit([](auto const& kind) { return expand(kind); }, p);
    auto const begin = std::visit([](auto const& kind) { return kind.begin; }, p);
    planned.start = start + begin.after;
    planned.edge = begin.edge;
    start = planned.start + planned.length;
    phases.push_back(std::move(planned));
  }
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

  std::int64_t operator()(closed_load const&) const { return 0; }

  std::int64_t operator()(reactive_load const&) const { return 0; }
};

std::vector<size> sizes_of(std::vector<planned_phase> const& phases,
                           std::vector<key_pattern> const& patterns) {
  size seconds{"seconds", 0, 3600};
  size requests{"requests", 0, 100'000'000};
  size connections{"connections at once", 0, 4096};
  duration waits{};
  for (auto const& p : phases) {
    if (p.edge) waits += p.edge->of;
    seconds.found = std::chrono::ceil<std::chrono::seconds>(p.start + p.length + waits).count();
    connections.found = std::max<std::int64_t>(connections.found, p.connections);
    requests.found += std::visit(requests_of{p}, p.load);
  }
  return {seconds, requests, connections, {"identities", most_identities(patterns), 10'000'000}};
}

}  // namespace

result<plan> make_plan(scenario const& s) {
  auto const patterns = patterns_of(s.attack);
  auto phases = expand_in_turn(s.attack);
  for (auto const& size : sizes_of(phases, patterns))
    if (size.found > size.most)
      return error{errc::bad_file,
                   "planning scenario " + s.name + ": its attack needs " +
                       std::to_string(size.found) + " " + std::string(size.of) + ", and at most " +
                       std::to_string(size.most) + " can be run; make it smaller"};
  auto faults = lay_out_faults(s, phases.back().start + phases.back().length);
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
