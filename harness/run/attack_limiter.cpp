#include "harness/run/attack_limiter.hpp"

#include "harness/codec/store_codec.hpp"
#include "harness/run/text_file.hpp"
#include "harness/stack/external_stack.hpp"
#include "harness/stack/local_stack.hpp"

#include <chrono>
#include <future>
#include <memory>

namespace limitproof {

namespace {

using namespace std::chrono_literals;
using stopwatch = std::chrono::steady_clock;

constexpr auto look_every = 100ms;

std::int64_t us_since(stopwatch::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(stopwatch::now() - start).count();
}

duration length_of(plan const& p) {
  duration end{};
  for (auto const& phase : p.phases) end = std::max(end, phase.start + phase.length);
  return end;
}

// The attack has its own threads; this one, which forked the children and so must outlive them
// (their death signal is tied to it), watches that they live and shows how far it is.
result<attack_end> attack_watched(attack_order const& order,
                                  stack& target,
                                  endpoints const& where) {
  std::atomic<bool> halt{false};
  attack_progress progress;
  attack_request const request{
      order.plan, where, order.directory / "records", halt, progress, /*threads=*/1};
  auto attack = std::async(std::launch::async, [&request] { return run_attack(request); });
  result<void> alive;
  while (attack.wait_for(look_every) != std::future_status::ready) {
    order.observer.attacking(order.limiter.name, progress, length_of(order.plan));
    if (alive) alive = target.alive();
    if (!alive || order.stop) halt = true;
  }
  auto attacked = attack.get();
  if (alive) alive = target.alive();
  if (!alive) return alive.error();
  if (order.stop)
    return error{errc::interrupted, "interrupted; what was recorded so far can be judged"};
  return attacked;
}

std::unique_ptr<stack> make_stack(attack_order const& order) {
  if (order.plan.target) return make_external_stack(*order.plan.target);
  return make_local_stack({order.node_program,
                           order.limiter.folder,
                           order.plan.scenario.policy,
                           order.plan.scenario.stack,
                           order.directory / "logs",
                           order.stop});
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
  auto const attacked = attack_watched(order, *target, *where);
  if (!attacked) return with_context(order.limiter.name, attacked.error());
  done.ended = *attacked;
  lap("attack");

  auto const store = target->snapshot();
  if (!store) return with_context(order.limiter.name, store.error());
  if (*store) {
    done.store = (*store)->figures;
    auto const written =
        write_text(order.directory / "store.json", encode_store((*store)->holdings));
    if (!written) return written.error();
  }
  target->down();
  lap("stack down");
  return done;
}

}  // namespace limitproof
