#include "harness/load/generator.hpp"

#include "harness/load/phase_starts.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace limitproof {

namespace {

// How often `stop` is looked at and progress shown when nothing else happens.
constexpr std::int64_t look_up_ns = 50'000'000;

/// Requests that go to the nodes in turn go from one thread, or two threads' turns would mix.
thread_share share_in(connect_to to, thread_share share, std::uint32_t connections) {
  auto const of = picks_the_node(to) ? 1 : share.of;
  return {share.index, std::min(of, connections)};
}

/// Of connections 0 … total-1, those with number ≡ index (mod of).
std::size_t share_of(std::uint32_t total, thread_share share) {
  if (share.index >= share.of) return 0;
  return total > share.index ? (total - share.index - 1) / share.of + 1 : 0;
}

std::vector<pool_part> parts_of(generator::order const& what) {
  std::vector<pool_part> parts;
  pool_part part;
  for (auto const& pool : pools_of(what.plan.phases)) {
    part.connect = pool.connect;
    part.share = share_in(pool.connect, what.share, pool.connections);
    part.count = share_of(pool.connections, part.share);
    parts.push_back(part);
    part.first += part.count;
    part.first_number += pool.connections;
  }
  return parts;
}

exchange_loop::seat seat_in(pool_part const& part, std::size_t i, std::size_t nodes) {
  auto const number = static_cast<std::uint32_t>(i) * part.share.of + part.share.index;
  auto const node = [&] { return number % static_cast<std::uint32_t>(nodes); };
  return {part.first_number + number, part.connect == connect_to::balancer ? 0 : 1 + node()};
}

exchange_loop::setup setup_of(generator::order const& what, std::vector<pool_part> const& parts) {
  exchange_loop::setup how{what.targets, {}, what.plan.request_timeout, what.requests.warm_up()};
  for (auto const& part : parts)
    for (std::size_t i = 0; i < part.count; ++i)
      how.seats.push_back(seat_in(part, i, what.targets.size() - 1));
  return how;
}

void add(std::atomic<std::uint64_t>& to, std::uint64_t now, std::uint64_t before) {
  to.fetch_add(now - before, std::memory_order_release);
}

void keep_most(std::atomic<std::uint64_t>& most, std::uint64_t to) {
  auto now = most.load(std::memory_order_relaxed);
  while (now < to && !most.compare_exchange_weak(now, to, std::memory_order_release)) {
  }
}

}  // namespace

std::uint32_t all_connections(plan const& p) {
  std::uint32_t all = 0;
  for (auto const& pool : pools_of(p.phases)) all += pool.connections;
  return all;
}

std::uint32_t useful_threads(plan const& p, int wanted) {
  std::uint32_t most = 1;
  for (auto const& pool : pools_of(p.phases)) most = std::max(most, pool.connections);
  return std::clamp(static_cast<std::uint32_t>(std::max(wanted, 1)), 1u, most);
}

generator::generator(order const& what)
    : order_(what),
      pools_(parts_of(what)),
      loop_(setup_of(what, pools_), what.log),
      deadline_ns_(what.budget.deadline_ns()) {
  slots_.back() = node_tallies::nameless;
}

result<void> generator::make_senders(clock_anchors const& anchors) {
  auto resolved = resolve_starts(order_.plan, anchors);
  if (!resolved) return resolved.error();
  phases_ = std::move(*resolved);
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    auto const& planned = phases_[i];
    // A phase with fewer connections than threads is sent by the first threads alone.
    auto const share = share_in(planned.connect, order_.share, planned.connections);
    auto const connections = share_of(planned.connections, share);
    if (connections == 0) continue;
    senders_.push_back(make_phase_sender({planned,
                                          static_cast<std::uint16_t>(i),
                                          share,
                                          pools_[planned.pool].first,
                                          connections,
                                          order_.targets.size() - 1,
                                          order_.plan.late_limit,
                                          order_.requests,
                                          loop_,
                                          order_.log,
                                          order_.budget,
                                          schedule_}));
  }
  return {};
}

void generator::warm_up() {
  loop_.begin_warm_up();
  while (!loop_.is_warm() && !order_.stop.load(std::memory_order_relaxed) && !failure_ &&
         !is_past_deadline()) {
    wait(std::min({loop_.next_expiry_ns(), loop_.latest_ns() + look_up_ns, deadline_ns_}));
    while (loop_.handle_next()) {
    }
    loop_.expire();
  }
}

result<void> generator::run(clock_anchors const& anchors) {
  order_.log.set_clocks(anchors);
  auto const made = make_senders(anchors);
  if (!made) return made.error();
  loop_.start_clock(anchors.start_monotonic_ns);
  if (deadline_ns_ != send_budget::unlimited) deadline_ns_ -= anchors.start_monotonic_ns;
  bool stopped = false;
  while (!is_done() && !failure_) {
    stopped = order_.stop.load(std::memory_order_relaxed);
    if (stopped) break;
    if (is_past_deadline()) {
      ended_ = attack_end::time_limit;
      break;
    }
    dispatch();
    awake_by_ns_ = next_wake_ns();
    wait(awake_by_ns_);
    while (loop_.handle_next()) dispatch();
    loop_.expire();
    if (loop_.latest_ns() - shown_ns_ >= look_up_ns) show_progress();
  }
  loop_.abandon();
  show_progress();
  if (ended_ == attack_end::planned && order_.budget.is_spent())
    ended_ = attack_end::request_budget;
  if (failure_) return *failure_;
  return order_.log.finish(!stopped);
}

void generator::wait(std::int64_t until_ns) {
  if (int const code = loop_.wait(until_ns); code != 0)
    failure_ = error{errc::io,
                     std::string("waiting for answers: epoll_pwait2: ") + std::strerror(code) +
                         "; it needs Linux 5.11 and a sandbox that allows it"};
}

bool generator::is_done() const {
  auto const nothing_to_send = first_sender_ == senders_.size() || order_.budget.is_spent();
  return nothing_to_send && loop_.unanswered() == 0;
}

void generator::dispatch() {
  auto const now = loop_.latest_ns();
  // This thread did not run when it should have: what fell due meanwhile is not made up for.
  if (now - awake_by_ns_ > order_.plan.late_limit.count())
    for (auto const& sender : senders_) sender->miss_due(now);
  awake_by_ns_ = now;
  while (first_sender_ < senders_.size() && senders_[first_sender_]->is_over(now))
    senders_[first_sender_++]->end();
  // An earlier phase's late requests come before the next one's.
  for (auto i = first_sender_; i < senders_.size(); ++i) {
    if (senders_[i]->start_ns() > now) break;
    if (!senders_[i]->is_over(now)) senders_[i]->send_due(now);
  }
  if (order_.log.failure()) failure_ = order_.log.failure();
}

std::int64_t generator::next_wake_ns() const {
  auto const now = loop_.latest_ns();
  auto next = std::min({loop_.next_expiry_ns(), now + look_up_ns, deadline_ns_});
  for (auto i = first_sender_; i < senders_.size(); ++i) {
    auto const start = senders_[i]->start_ns();
    if (start > now) return std::min(next, start);
    if (!senders_[i]->is_over(now)) next = std::min(next, senders_[i]->next_change_ns(now));
  }
  return next;
}

void generator::show_progress() {
  auto const& counts = loop_.counts();
  auto& progress = order_.progress;
  shown_ns_ = loop_.latest_ns();
  add(progress.sent, counts.sent, shown_.sent);
  add(progress.admitted, counts.admitted, shown_.admitted);
  add(progress.denied, counts.denied, shown_.denied);
  add(progress.unknown, counts.unknown, shown_.unknown);
  add(progress.permits, counts.permits, shown_.permits);
  add(progress.scheduled, schedule_.sent, shown_schedule_.sent);
  add(progress.missed, schedule_.missed, shown_schedule_.missed);
  add(progress.late_ns, schedule_.late_ns, shown_schedule_.late_ns);
  keep_most(progress.latest_ns, schedule_.latest_ns);
  show_nodes(counts);
  shown_ = counts;
  shown_schedule_ = schedule_;
}

void generator::show_nodes(exchange_counts const& counts) {
  auto const names = order_.log.node_names();
  for (; named_ < names.size(); ++named_)
    slots_[named_] = order_.progress.nodes.slot_of({names[named_].text.data(), names[named_].size});
  auto const show = [&](std::size_t node) {
    auto const& now = counts.by_node[node];
    auto const& before = shown_.by_node[node];
    if (now.answered == before.answered) return;
    order_.progress.nodes.add(slots_[node],
                              {now.answered - before.answered,
                               now.admitted - before.admitted,
                               now.denied - before.denied});
  };
  for (std::size_t node = 0; node < named_; ++node) show(node);
  show(most_logged_nodes);
}

}  // namespace limitproof
