#include "harness/stack/compose_stack.hpp"

#include "harness/model/assert.hpp"
#include "harness/stack/compose_servers.hpp"
#include "harness/stack/fault_context.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/take_snapshot.hpp"

#include <utility>

namespace limitproof {

namespace {

// An engine under load takes seconds for each container.
constexpr duration most_time_up = std::chrono::seconds(90);
constexpr duration most_time_for_a_fault = std::chrono::seconds(90);

class compose_stack final : public stack {
 public:
  explicit compose_stack(compose_stack_options options)
      : options_(std::move(options)), servers_(options_) {
    for (auto* const path : {&options_.limiter_folder, &options_.logs})
      *path = std::filesystem::absolute(*path);
  }

  result<endpoints> up() override {
    LIMITPROOF_ASSERT(!servers_.are_running());
    auto brought_up = bring_up();
    if (!brought_up) servers_.end();
    return brought_up;
  }

  result<void> inject(fault const& what) override {
    wait_limit const limit(most_time_for_a_fault, options_.stop);
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

 private:
  result<endpoints> bring_up() {
    wait_limit const limit(most_time_up, options_.stop);
    if (auto const started = servers_.start(limit); !started) return started.error();
    endpoints reached{servers_.balancer(), servers_.nodes(), servers_.store(), std::nullopt};
    // What comes by a published port comes from the engine's own address, whoever sent it; balanced
    // by source, all of it meets one node.
    auto const met = options_.spec.balance == balance_method::source
                         ? await_page(
                               reached.balancer,
                               "/healthz",
                               [this] { return alive(); },
                               limit,
                               probe_sources::one)
                         : await_every_node(
                               reached.balancer,
                               node_names(options_.spec),
                               [this] { return alive(); },
                               limit,
                               probe_sources::one);
    if (!met) return met.error();
    auto const clock = prepare_store(servers_.store());
    if (!clock) return clock.error();
    reached.clock = *clock;
    return reached;
  }

  compose_stack_options options_;
  compose_servers servers_;
};

}  // namespace

std::unique_ptr<stack> make_compose_stack(compose_stack_options options) {
  return std::make_unique<compose_stack>(std::move(options));
}

}  // namespace limitproof
