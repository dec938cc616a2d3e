#include "tests/simulation/simulated_generator.hpp"

#include "harness/load/outcome_of_response.hpp"
#include "harness/model/assert.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace limitproof {

namespace {

constexpr auto never = std::numeric_limits<std::int64_t>::max();

std::uint16_t node_named(std::vector<std::string> const& nodes, std::string_view name) {
  auto const found = std::find(nodes.begin(), nodes.end(), name);
  return found == nodes.end() ? no_node : static_cast<std::uint16_t>(found - nodes.begin());
}

std::int64_t order_of(operation const& op) {
  return op.sent_ns != absent ? op.sent_ns : op.intended_ns;
}

}  // namespace

simulated_generator::simulated_generator(setup how) : how_(std::move(how)), scanner_(cache_) {
  std::uint32_t connections = 0;
  for (auto const& planned : how_.plan.phases) {
    connections = std::max(connections, planned.connections);
    phase_state state{&planned, std::nullopt, 0, never};
    if (auto const* paced = std::get_if<paced_load>(&planned.load))
      state.pace.emplace(planned, *paced, thread_share{0, 1}, how_.plan.late_limit);
    else
      LIMITPROOF_ASSERT(std::holds_alternative<closed_load>(planned.load));
    phases_.push_back(state);
  }
  is_free_.assign(connections, true);
}

void simulated_generator::start() {
  for (std::size_t i = 0; i < phases_.size(); ++i) wake_at(i, phases_[i].planned->start.count());
}

history simulated_generator::take_history() {
  std::stable_sort(operations_.begin(), operations_.end(), [](auto const& a, auto const& b) {
    return order_of(a) < order_of(b);
  });
  return {std::move(operations_), how_.plan.keys, how_.nodes, std::move(samples_), {}, true};
}

void simulated_generator::when_awake(event_queue::action what) {
  auto const now = how_.queue.now_ns();
  for (auto const& stall : how_.stalls)
    if (stall.start_ns <= now && now < stall.end_ns)
      return how_.queue.at(stall.end_ns, std::move(what));
  what();
}

void simulated_generator::dispatch() {
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    if (phases_[i].planned->start.count() > how_.queue.now_ns()) continue;
    if (phases_[i].pace)
      dispatch_paced(i);
    else
      dispatch_closed(i);
  }
}

void simulated_generator::dispatch_paced(std::size_t phase_index) {
  auto& state = phases_[phase_index];
  auto const now = how_.queue.now_ns();
  for (; state.pace->is_due(now); state.pace->advance()) {
    auto const begun = begin(phase_index, state.pace->index(), state.pace->due_ns());
    if (state.pace->is_too_late(now)) {
      skip(begun);
      continue;
    }
    auto const connection = take_free(state.pace->index(), state.planned->connections);
    if (!connection) break;
    send(begun, *connection);
  }
  if (!state.pace->is_exhausted()) wake_at(phase_index, state.pace->next_change_ns(now));
}

void simulated_generator::dispatch_closed(std::size_t phase_index) {
  auto& state = phases_[phase_index];
  auto const now = how_.queue.now_ns();
  if (now >= (state.planned->start + state.planned->length).count()) return;
  while (auto const connection = take_free(0, state.planned->connections))
    send(begin(phase_index, state.sent++, now), *connection);
}

void simulated_generator::wake_at(std::size_t phase_index, std::int64_t when_ns) {
  if (when_ns >= phases_[phase_index].wake_ns) return;
  phases_[phase_index].wake_ns = when_ns;
  how_.queue.at(when_ns, [this, phase_index, when_ns] {
    if (phases_[phase_index].wake_ns == when_ns) phases_[phase_index].wake_ns = never;
    when_awake([this] { dispatch(); });
  });
}

std::optional<std::uint32_t> simulated_generator::take_free(std::uint64_t preferred,
                                                            std::uint32_t connections) {
  for (std::uint32_t tried = 0; tried < connections; ++tried) {
    auto const connection = static_cast<std::uint32_t>((preferred + tried) % connections);
    if (!is_free_[connection]) continue;
    is_free_[connection] = false;
    return connection;
  }
  return std::nullopt;
}

operation simulated_generator::begin(std::size_t phase_index,
                                     std::uint64_t index,
                                     std::int64_t intended_ns) {
  operation begun;
  begun.id = operations_.size();
  begun.key = draw_key(phases_[phase_index].planned->keys, index);
  begun.phase = static_cast<std::uint16_t>(phase_index);
  begun.intended_ns = intended_ns;
  return begun;
}

void simulated_generator::send(operation begun, std::uint32_t connection) {
  begun.connection = connection;
  begun.sent_ns = how_.queue.now_ns();
  auto const index = operations_.size();
  operations_.push_back(begun);
  how_.queue.after(how_.plan.request_timeout.count(),
                   [this, index] { when_awake([this, index] { expired(index); }); });
  how_.to_balancer.carry([this, index] {
    auto const& identity = how_.plan.keys[operations_[index].key];
    how_.cluster.handle(identity, [this, index](std::string const& bytes) {
      how_.to_balancer.carry(
          [this, index, bytes] { when_awake([this, index, bytes] { answered(index, bytes); }); });
    });
  });
}

void simulated_generator::skip(operation missed) {
  missed.result = outcome::not_sent;
  operations_.push_back(missed);
}

void simulated_generator::answered(std::size_t index, std::string_view bytes) {
  auto& op = operations_[index];
  if (op.result != outcome::open) return;
  scanner_.start();
  LIMITPROOF_ASSERT(scanner_.scan(bytes) == scan_status::complete);
  op.received_ns = how_.queue.now_ns();
  copy_facts(scanner_.head(), op);
  op.node = node_named(how_.nodes, scanner_.head().node.view());
  op.head = sample_of(op);
  conclude(op, outcome_of_response(scanner_.head()));
}

void simulated_generator::expired(std::size_t index) {
  auto& op = operations_[index];
  if (op.result == outcome::open) conclude(op, outcome::unknown);
}

// Broken or timed out, the engine replaces a connection by a new one under the same number.
void simulated_generator::conclude(operation& op, outcome result) {
  op.result = result;
  is_free_[op.connection] = true;
  dispatch();
}

std::uint32_t simulated_generator::sample_of(operation const& op) {
  auto const [known, is_new] = sample_of_shape_.try_emplace(scanner_.head().shape, 0);
  if (is_new) {
    samples_.push_back(
        {op.id, std::string(scanner_.kept_head()), std::string(scanner_.kept_body())});
    known->second = static_cast<std::uint32_t>(samples_.size());
  }
  return known->second;
}

}  // namespace limitproof
