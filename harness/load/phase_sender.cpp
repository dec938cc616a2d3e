#include "harness/load/phase_sender.hpp"

#include "harness/load/closed_sender.hpp"
#include "harness/load/gate_sender.hpp"
#include "harness/load/paced_sender.hpp"
#include "harness/load/reactive_sender.hpp"
#include "harness/load/slow_sender.hpp"

#include <variant>

namespace limitproof {

phase_sender::phase_sender(surroundings const& around)
    : around_(around),
      is_usual_(around.planned.requests.is_usual()),
      is_open_loop_(is_open_loop(around.planned.load)) {}

std::optional<std::size_t> phase_sender::take_connection(std::uint64_t index,
                                                         std::uint64_t preferred) {
  switch (around_.planned.connect) {
    case connect_to::balancer:
    case connect_to::direct:
      break;
    case connect_to::interleaved:
      return take_one_to(index % around_.nodes, index / around_.nodes);
    case connect_to::pinned:
      return take_one_to(draw_key(around_.planned.keys, index) % around_.nodes, preferred);
  }
  return take_any(preferred % around_.connections);
}

std::optional<std::size_t> phase_sender::take_one_to(std::size_t node, std::uint64_t preferred) {
  auto const count = (around_.connections - node + around_.nodes - 1) / around_.nodes;
  for (std::size_t i = 0; i < count; ++i) {
    auto const connection = connection_at(node + (preferred + i) % count * around_.nodes);
    if (around_.loop.take_exactly(connection)) return connection;
  }
  return std::nullopt;
}

operation* phase_sender::begin(std::size_t connection,
                               std::uint64_t index,
                               std::int64_t intended_ns) {
  if (!around_.budget.take()) return nullptr;
  operation begun;
  begun.key = draw_key(around_.planned.keys, index);
  begun.phase = around_.phase;
  begun.variant = variant_of(index);
  begun.cost = around_.planned.cost;
  begun.connection = around_.loop.number_of(connection);
  begun.sent_ns = around_.loop.now_ns();
  begun.intended_ns = intended_ns == when_sent ? begun.sent_ns : intended_ns;
  if (is_open_loop_) around_.schedule.count_departure(begun.sent_ns - begun.intended_ns);
  return around_.log.append(begun);
}

operation* phase_sender::send(std::size_t connection,
                              std::uint64_t index,
                              std::int64_t intended_ns) {
  auto* const record = begin(connection, index, intended_ns);
  if (record != nullptr)
    around_.loop.send(connection, *record, request_for(connection, record->key, record->variant));
  return record;
}

void phase_sender::send_several(std::size_t connection,
                                std::uint64_t first,
                                std::uint64_t count,
                                std::int64_t intended_ns) {
  if (count == 1) {
    send(connection, first, intended_ns);
    return;
  }
  auto& bytes = around_.loop.workspace(connection);
  bytes.clear();
  together_.clear();
  for (auto index = first; index < first + count; ++index) {
    auto* const record = begin(connection, index, intended_ns);
    if (record == nullptr) break;
    auto const before = bytes.size();
    around_.requests.append(bytes, around_.phase, record->variant, record->key);
    auto const request = std::string_view(bytes).substr(before);
    together_.push_back({record, request.size(), asks_for_head(request)});
  }
  if (!together_.empty()) around_.loop.send_together(connection, together_);
}

std::string_view phase_sender::request_for(std::size_t connection,
                                           std::uint32_t key,
                                           std::uint8_t variant) {
  if (is_usual_) return around_.requests.of_key(key);
  auto& bytes = around_.loop.workspace(connection);
  bytes.clear();
  around_.requests.append(bytes, around_.phase, variant, key);
  return bytes;
}

void phase_sender::skip(std::uint64_t index, std::int64_t intended_ns) {
  operation missed;
  missed.key = draw_key(around_.planned.keys, index);
  missed.phase = around_.phase;
  missed.variant = variant_of(index);
  missed.cost = around_.planned.cost;
  missed.intended_ns = intended_ns;
  missed.result = outcome::not_sent;
  ++around_.schedule.missed;
  static_cast<void>(around_.log.append(missed));  // the log keeps the reason if it cannot
}

namespace {

struct sender_of {
  phase_sender::surroundings const& around;

  std::unique_ptr<phase_sender> operator()(paced_load const& load) const {
    return std::make_unique<paced_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(ramp_load const& load) const {
    return std::make_unique<paced_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(closed_load const& load) const {
    return std::make_unique<closed_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(gate_load const& load) const {
    return std::make_unique<gate_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(reactive_load const& load) const {
    return std::make_unique<reactive_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(slow_load const& load) const {
    return std::make_unique<slow_sender>(around, load);
  }
};

}  // namespace

std::unique_ptr<phase_sender> make_phase_sender(phase_sender::surroundings const& around) {
  return std::visit(sender_of{around}, around.planned.load);
}

}  // namespace limitproof
