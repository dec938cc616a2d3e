#include "harness/load/phase_sender.hpp"

#include "harness/load/closed_sender.hpp"
#include "harness/load/gate_sender.hpp"
#include "harness/load/paced_sender.hpp"
#include "harness/load/reactive_sender.hpp"

#include <variant>

namespace limitproof {

operation* phase_sender::begin(std::size_t connection,
                               std::uint64_t index,
                               std::int64_t intended_ns) {
  if (!around_.budget.take()) return nullptr;
  operation begun;
  begun.key = draw_key(around_.planned.keys, index);
  begun.phase = around_.phase;
  begun.connection = around_.loop.number_of(connection);
  begun.intended_ns = intended_ns;
  begun.sent_ns = around_.loop.now_ns();
  return around_.log.append(begun);
}

operation* phase_sender::send(std::size_t connection,
                              std::uint64_t index,
                              std::int64_t intended_ns) {
  auto* const record = begin(connection, index, intended_ns);
  if (record != nullptr)
    around_.loop.send(connection, *record, around_.requests.of_key(record->key));
  return record;
}

void phase_sender::skip(std::uint64_t index, std::int64_t intended_ns) {
  operation missed;
  missed.key = draw_key(around_.planned.keys, index);
  missed.phase = around_.phase;
  missed.intended_ns = intended_ns;
  missed.result = outcome::not_sent;
  static_cast<void>(around_.log.append(missed));  // the log keeps the reason if it cannot
}

namespace {

struct sender_of {
  phase_sender::surroundings const& around;

  std::unique_ptr<phase_sender> operator()(paced_load const& load) const {
    return std::make_unique<paced_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(closed_load const&) const {
    return std::make_unique<closed_sender>(around);
  }

  std::unique_ptr<phase_sender> operator()(gate_load const& load) const {
    return std::make_unique<gate_sender>(around, load);
  }

  std::unique_ptr<phase_sender> operator()(reactive_load const& load) const {
    return std::make_unique<reactive_sender>(around, load);
  }
};

}  // namespace

std::unique_ptr<phase_sender> make_phase_sender(phase_sender::surroundings const& around) {
  return std::visit(sender_of{around}, around.planned.load);
}

}  // namespace limitproof
