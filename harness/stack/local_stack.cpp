#include "harness/stack/local_stack.hpp"

#include "harness/model/assert.hpp"
#include "harness/stack/fault_context.hpp"
#include "harness/stack/local_servers.hpp"
#include "harness/stack/readiness.hpp"
#include "harness/stack/take_snapshot.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limitproof {

namespace {

constexpr duration most_time_up = std::chrono::seconds(10);
constexpr duration most_time_for_a_fault = std::chrono::seconds(10);

class local_stack final : public stack {
 public:
  explicit local_stack(local_stack_options options)
      : options_(std::move(options)), servers_(options_) {
    // Children run in the log folder, so no path of theirs may be relative to ours.
    for (auto* const path : {&options_.node_program, &options_.limiter_folder, &options_.logs})
      *path = std::filesystem::absolute(*path);
    if (!options_.proxy_program.empty())
      options_.proxy_program = std::filesystem::absolute(options_.proxy_program);
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
  result<endpoints> bring_up();

  local_stack_options options_;
  local_servers servers_;
};

result<endpoints> local_stack::bring_up() {
  wait_limit const limit(most_time_up, options_.stop);
  if (auto const started = servers_.start(limit); !started) return started.error();

  endpoints reached{servers_.balancer(), servers_.nodes(), servers_.store(), std::nullopt};
  auto const ready = await_every_node(
      reached.balancer, node_names(options_.spec), [this] { return alive(); }, limit);
  if (!ready) return ready.error();

  auto const clock = prepare_store(servers_.store());
  if (!clock) return clock.error();
  reached.clock = *clock;
  return reached;
}

}  // namespace

std::unique_ptr<stack> make_local_stack(local_stack_options options) {
  return std::make_unique<local_stack>(std::move(options));
}

}  // namespace limitproof
