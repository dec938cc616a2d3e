#include "harness/load/generator.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <variant>

namespace limitproof {

namespace {

// How often `stop` is looked at and progress shown when nothing else happens.
constexpr std::int64_t look_up_ns = 50'000'000;

std::uint32_t most_connections(plan const& p) {
  std::uint32_t most = 0;
  for (auto const& planned : p.phases) most = std::max(most, planned.connections);
  return most;
}

/// Of connections 0 … total-1, those with number ≡ index (mod of).
std::size_t share_of(std::uint32_t total, thread_share share) {
  return total > share.index ? (total - share.index - 1) / share.of + 1 : 0;
}

std::int64_t end_ns(planned_phase const& planned) {
  return (planned.start + planned.length).count();
}

exchange_loop::setup setup_of(generator::order const& what) {
  return {what.target,
          share_of(most_connections(what.plan), what.share),
          what.share.index,
          what.share.of,
          what.plan.request_timeout,
          what.requests.warm_up()};
}

}  // namespace

std::uint32_t useful_threads(plan const& p, int wanted) {
  auto const most = std::max(most_connections(p), 1u);
  return std::clamp(static_cast<std::uint32_t>(std::max(wanted, 1)), 1u, most);
}

generator::generator(order const& what) : order_(what), loop_(setup_of(what), what.log) {
  for (std::size_t i = 0; i < what.plan.phases.size(); ++i) {
    auto const& planned = what.plan.phases[i];
    // A phase with fewer connections than threads is sent by the first threads alone.
    thread_share const share{what.share.index, std::min(what.share.of, planned.connections)};
    running_phase stretch{&planned,
                          static_cast<std::uint16_t>(i),
                          share,
                          share_of(planned.connections, what.share),
                          std::nullopt,
                          share.index};
    if (stretch.connections == 0) continue;
    if (auto const* const paced = std::get_if<paced_load>(&planned.load))
      stretch.pace.emplace(planned, *paced, share, what.plan.late_limit);
    phases_.push_back(stretch);
  }
}

void generator::warm_up() {
  loop_.begin_warm_up();
  while (!loop_.is_warm() && !order_.stop.load(std::memory_order_relaxed) && !failure_) {
    wait(std::min(loop_.next_expiry_ns(), loop_.latest_ns() + look_up_ns));
    while (loop_.handle_next()) {
    }
    loop_.expire();
  }
}

result<void> generator::run(clock_anchors const& anchors) {
  order_.log.set_clocks(anchors);
  loop_.start_clock(anchors.start_monotonic_ns);
  bool stopped = false;
  while (!is_done() && !failure_) {
    stopped = order_.stop.load(std::memory_order_relaxed);
    if (stopped) break;
    dispatch();
    awake_by_ns_ = next_wake_ns();
    wait(awake_by_ns_);
    while (loop_.handle_next()) dispatch();
    loop_.expire();
    if (loop_.latest_ns() - shown_ns_ >= look_up_ns) show_progress();
  }
  loop_.abandon();
  show_progress();
  if (failure_) return *failure_;
  return order_.log.finish(!stopped);
}

void generator::wait(std::int64_t until_ns) {
  if (int const code = loop_.wait(until_ns); code != 0)
    failure_ = error{errc::io,
                     std::string("waiting for answers: epoll_pwait2: ") + std::strerror(code) +
                         "; it needs Linux 5.11 and a sandbox that allows it"};
}

bool generator::is_over(running_phase const& stretch, std::int64_t now_ns) {
  if (stretch.pace) return stretch.pace->is_exhausted();
  return now_ns >= end_ns(*stretch.planned);
}

bool generator::is_done() const {
  return first_phase_ == phases_.size() && loop_.unanswered() == 0;
}

void generator::dispatch() {
  auto const now = loop_.latest_ns();
  if (now - awake_by_ns_ > order_.plan.late_limit.count()) miss_what_fell_due(now);
  awake_by_ns_ = now;
  while (first_phase_ < phases_.size() && is_over(phases_[first_phase_], now)) ++first_phase_;
  // An earlier phase's late requests come before the next one's.
  for (auto i = first_phase_; i < phases_.size() && !failure_; ++i) {
    auto& stretch = phases_[i];
    if (stretch.planned->start.count() > now) break;
    if (is_over(stretch, now)) continue;
    stretch.pace ? send_due(stretch, now) : send_closed(stretch);
  }
}

void generator::send_due(running_phase& stretch, std::int64_t now_ns) {
  auto& pace = *stretch.pace;
  for (; pace.is_due(now_ns) && !failure_; pace.advance()) {
    if (pace.is_too_late(now_ns)) {
      skip(stretch);
      continue;
    }
    auto const preferred = pace.index() / stretch.share.of % stretch.connections;
    auto const connection = loop_.take_free(preferred, stretch.connections);
    if (!connection) return;
    send(stretch, *connection, pace.index(), pace.due_ns());
  }
}

/// This thread did not run when it should have: what fell due meanwhile is not made up for.
void generator::miss_what_fell_due(std::int64_t now_ns) {
  for (auto& stretch : phases_) {
    if (!stretch.pace) continue;
    for (; stretch.pace->is_due(now_ns) && !failure_; stretch.pace->advance()) skip(stretch);
  }
}

void generator::send_closed(running_phase& stretch) {
  while (auto const connection = loop_.take_free(0, stretch.connections)) {
    send(stretch, *connection, stretch.next_index, std::nullopt);
    stretch.next_index += stretch.share.of;
    if (failure_) return;
  }
}

/// `intended_ns`: none means now, in a closed loop.
void generator::send(running_phase const& stretch,
                     std::size_t connection,
                     std::uint64_t index,
                     std::optional<std::int64_t> intended_ns) {
  operation begun;
  begun.key = draw_key(stretch.planned->keys, index);
  begun.phase = stretch.number;
  begun.connection = loop_.number_of(connection);
  begun.sent_ns = loop_.now_ns();
  begun.intended_ns = intended_ns.value_or(begun.sent_ns);
  if (auto* const kept = record(begun))
    loop_.send(connection, *kept, order_.requests.of_key(begun.key));
}

void generator::skip(running_phase const& stretch) {
  operation missed;
  missed.key = draw_key(stretch.planned->keys, stretch.pace->index());
  missed.phase = stretch.number;
  missed.intended_ns = stretch.pace->due_ns();
  missed.result = outcome::not_sent;
  record(missed);
}

operation* generator::record(operation const& begun) {
  auto* const kept = order_.log.append(begun);
  if (kept == nullptr) failure_ = order_.log.failure();
  return kept;
}

std::int64_t generator::next_wake_ns() const {
  auto const now = loop_.latest_ns();
  auto next = std::min(loop_.next_expiry_ns(), now + look_up_ns);
  for (auto i = first_phase_; i < phases_.size(); ++i) {
    auto const& stretch = phases_[i];
    auto const start = stretch.planned->start.count();
    if (start > now) return std::min(next, start);
    if (is_over(stretch, now)) continue;
    next =
        std::min(next, stretch.pace ? stretch.pace->next_change_ns(now) : end_ns(*stretch.planned));
  }
  return next;
}

void generator::show_progress() {
  auto const& counts = loop_.counts();
  auto& progress = order_.progress;
  auto const add = [](std::atomic<std::uint64_t>& to, std::uint64_t now, std::uint64_t before) {
    to.fetch_add(now - before, std::memory_order_relaxed);
  };
  add(progress.sent, counts.sent, shown_.sent);
  add(progress.admitted, counts.admitted, shown_.admitted);
  add(progress.denied, counts.denied, shown_.denied);
  add(progress.unknown, counts.unknown, shown_.unknown);
  shown_ = counts;
  shown_ns_ = loop_.latest_ns();
  progress.elapsed_ns.store(shown_ns_, std::memory_order_relaxed);
}

}  // namespace limitproof
