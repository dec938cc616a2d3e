#include "harness/run/attack_limiter.hpp"

#include "harness/codec/store_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/report/percentiles.hpp"
#include "harness/run/attack_standing.hpp"
#include "harness/run/due_faults.hpp"
#include "harness/stack/compose_stack.hpp"
#include "harness/stack/external_stack.hpp"
#include "harness/stack/local_stack.hpp"
#include "harness/stack/store_round_trips.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <utility>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;
using stopwatch = std::chrono::steady_clock;

constexpr auto look_every = 100ms;

std::int64_t us_since(stopwatch::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(stopwatch::now() - start).count();
}

// The attack has its own threads; this one, which forked the children and so must outlive them
// (their death signal is tied to it), watches that they live, does to them what was planned and
// shows how far it is.
result<attack_end> attack_watched(attack_order const& order,
                                  stack& target,
                                  endpoints const& where) {
  std::atomic<bool> halt{false};
  attack_progress progress;
  auto const outlook = outlook_of(order.plan, order.limiter.manifest.claims);
  attack_request const request{
      order.plan, where, order.directory / "records", halt, progress, /*threads=*/1};
  due_faults faults(order.plan, target, request.records, progress);
  auto attack = std::async(std::launch::async, [&request] { return run_attack(request); });
  result<void> alive;
  while (attack.wait_for(faults.until_next(look_every)) != std::future_status::ready) {
    order.observer.attacking(order.limiter.name, standing_of(progress, outlook));
    if (alive) alive = target.alive();
    if (alive && !order.stop) alive = faults.inject_due();
    if (!alive || order.stop) halt = true;
  }
  auto attacked = attack.get();
  if (alive) alive = target.alive();
  if (!alive) return alive.error();
  if (order.stop)
    return error{errc::interrupted, "interrupted; what was recorded so far can be judged"};
  if (!attacked) return attacked;
  auto const carried_out = faults.none_left();
  if (!carried_out) return carried_out.error();
  return attacked;
}

bool sets_clocks(plan const& p) {
  return std::any_of(p.faults.begin(), p.faults.end(), [](fault const& f) {
    return f.action == fault_action::clock;
  });
}

bool spoils_the_way(plan const& p) {
  return std::any_of(
      p.faults.begin(), p.faults.end(), [](fault const& f) { return concerns_way(f.action); });
}

// What the store counts is to be what the nodes asked. A store that was restarted has forgotten how
// many of them were ours.
void leave_out_own(plan const& p, run_record::attacked& done) {
  if (!done.store_round_trip || std::any_of(p.faults.begin(), p.faults.end(), replaces_store))
    return;
  for (auto& [name, calls] : done.store->commands)
    if (name == "evalsha") calls -= done.store_round_trip->count;
}

// None of a store that a fault keeps from answering.
result<void> keep_snapshot(stack& target, attack_order const& order, run_record::attacked& done) {
  auto const store = target.snapshot();
  if (!store) return store.error();
  if (!*store) return {};
  done.store = (*store)->figures;
  leave_out_own(order.plan, done);
  return write_text(order.directory / "store.json", encode_store((*store)->holdings));
}

std::unique_ptr<stack> make_stack(attack_order const& order) {
  if (order.plan.target) return make_external_stack(*order.plan.target);
  if (order.stack == stack_kind::compose)
    return make_compose_stack({order.limiter.folder,
                               order.limiter.manifest.script,
                               order.plan.scenario.policy,
                               order.plan.scenario.stack,
                               order.directory / "logs",
                               order.stop,
                               order.plan.faults,
                               order.plan.scenario.seed,
                               order.plan.scenario.policies,
                               order.plan.scenario.updates});
  return make_local_stack({order.node_program,
                           order.limiter.folder,
                           order.limiter.manifest.script,
                           order.plan.scenario.policy,
                           order.plan.scenario.stack,
                           order.directory / "logs",
                           order.stop,
                           spoils_the_way(order.plan) ? order.proxy_program : fs::path(),
                           order.plan.scenario.seed,
                           sets_clocks(order.plan),
                           order.plan.scenario.policies,
                           order.plan.scenario.updates});
}

}  // namespace

result<run_record::attacked> attack_limiter(attack_order const& order) {
  run_record::attacked done;
  done.limiter = order.limiter.name;
  auto begun = stopwatch::now();
  auto const lap = [&](std::string step) {
    done.steps.push_back({std::move(step), us_since(begun)});
    begun = stopwatch::now();
  };

  order.observer.step(order.limiter.name, "stack up");
  auto const target = make_stack(order);
  auto const where = target->up();
  if (!where) return with_context(order.limiter.name, where.error());
  lap("stack up");

  order.observer.step(order.limiter.name, "attack");
  std::optional<store_round_trips> timed;
  if (auto const every = order.plan.scenario.stack.store.probe; where->store && every > duration(0))
    timed.emplace(*where->store, every);
  auto const attacked = attack_watched(order, *target, *where);
  if (!attacked) return with_context(order.limiter.name, attacked.error());
  done.ended = *attacked;
  if (timed)
    if (auto times_ns = timed->finish(); !times_ns.empty())
      done.store_round_trip = percentiles_of(std::move(times_ns));
  lap("attack");

  auto const kept = keep_snapshot(*target, order, done);
  if (!kept) return with_context(order.limiter.name, kept.error());
  target->down();
  lap("stack down");
  return done;
}

}  // namespace limitproof
