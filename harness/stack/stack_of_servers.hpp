#pragma once

#include "harness/model/assert.hpp"
#include "harness/stack/fault_context.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/stack.hpp"
#include "harness/stack/take_snapshot.hpp"
#include "harness/stack/wait_limit.hpp"

#include <optional>
#include <utility>

namespace limitproof {

/// What a stack does whatever its servers run in, processes or containers: they are started, met
/// through the balancer, done to what faults say, and ended together.
template <class Servers, class Options>
class stack_of_servers : public stack {
 public:
  /// The paths in `options` are absolute. `patience` is for bringing up, and for each fault.
  stack_of_servers(Options options, duration patience)
      : options_(std::move(options)), servers_(options_), patience_(patience) {}

  result<endpoints> up() override {
    LIMITPROOF_ASSERT(!servers_.are_running());
    auto brought_up = bring_up();
    if (!brought_up) servers_.end();
    return brought_up;
  }

  result<void> inject(fault const& what) override {
    wait_limit const limit(patience_, options_.stop);
    return in_context_of(what, servers_.inject(what, limit));
  }

  result<void> alive() override { return servers_.alive(); }

  result<std::optional<store_snapshot>> snapshot() override {
    LIMITPROOF_ASSERT(servers_.are_running());
    if (!servers_.store_serves()) return std::optional<store_snapshot>();
    auto taken = take_snapshot(servers_.store(), options_.limiter_folder, options_.script);
    if (!taken) return taken.error();
    return std::optional(*std::move(taken));
  }

  void down() override { servers_.end(); }

 protected:
  /// Returns when the balancer reaches the nodes, as far as that can be seen from here.
  [[nodiscard]] virtual result<void> await_balancer(address const& balancer,
                                                    wait_limit const& limit) = 0;

  [[nodiscard]] Options const& options() const { return options_; }

 private:
  result<endpoints> bring_up() {
    wait_limit const limit(patience_, options_.stop);
    if (auto const started = servers_.start(limit); !started) return started.error();
    endpoints reached{servers_.balancer(), servers_.nodes(), servers_.store(), std::nullopt};
    if (auto const met = await_balancer(reached.balancer, limit); !met) return met.error();
    auto const clock = prepare_store(servers_.store());
    if (!clock) return clock.error();
    reached.clock = *clock;
    return reached;
  }

  Options options_;
  Servers servers_;
  duration patience_;
};

}  // namespace limitproof
