#include "harness/proxy/held_piece.hpp"

#include <algorithm>

namespace limitproof {

std::size_t bytes_at_once(fault const& way, std::size_t size) {
  constexpr duration stretch = std::chrono::milliseconds(10);
  if (way.action != fault_action::narrow) return size;
  auto const carried = std::max<std::int64_t>(way.bandwidth.events_within(stretch), 1);
  return std::min(size, static_cast<std::size_t>(carried));
}

std::optional<proxy_time> due_time(held_piece const& first,
                                   std::size_t bytes,
                                   fault const& way,
                                   proxy_time before) {
  switch (way.action) {
    case fault_action::slow: {
      auto const most = static_cast<std::uint64_t>(way.jitter.count()) + 1;
      return first.arrived + way.latency + duration(static_cast<std::int64_t>(first.draw % most));
    }
    case fault_action::narrow:
      return std::max(first.arrived, before) + way.bandwidth.due(static_cast<std::int64_t>(bytes));
    case fault_action::reset:
    case fault_action::blackhole:
      return std::nullopt;
    case fault_action::kill:
    case fault_action::stop:
    case fault_action::resume:
    case fault_action::restart:
    case fault_action::clock:
    case fault_action::reload:
    case fault_action::flush:
    case fault_action::flush_scripts:
    case fault_action::heal:
    case fault_action::push:
      return first.arrived;
  }
  return first.arrived;
}

}  // namespace limitproof
