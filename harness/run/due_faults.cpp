#include "harness/run/due_faults.hpp"

#include "harness/history/fault_log.hpp"
#include "harness/load/monotonic_clock.hpp"

#include <algorithm>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

// Before run time 0, which the attack's threads set when their connections are warm.
constexpr auto look_for_start_every = 1ms;

}  // namespace

std::chrono::nanoseconds due_faults::until_next(std::chrono::nanoseconds longest) const {
  if (next_ == planned_.faults.size()) return longest;
  auto const start_ns = progress_.start_monotonic_ns.load();
  if (start_ns == 0) return look_for_start_every;
  auto const left = planned_.faults[next_].at - duration(monotonic_now_ns() - start_ns);
  return std::clamp<std::chrono::nanoseconds>(left, 0ns, longest);
}

bool due_faults::is_due() const {
  return next_ < planned_.faults.size() && until_next(1ns) == 0ns;
}

result<void> due_faults::inject_due() {
  while (is_due())
    if (auto done = inject_next(); !done) return done;
  return {};
}

result<void> due_faults::inject_next() {
  auto const start_ns = progress_.start_monotonic_ns.load();
  injection done{planned_.faults[next_++], monotonic_now_ns() - start_ns};
  if (auto logged = log_injection(records_, done); !logged) return logged;
  if (auto injected = target_.inject(done.what); !injected) return injected;
  done.end_ns = monotonic_now_ns() - start_ns;
  return log_injection(records_, done);
}

result<void> due_faults::none_left() const {
  if (next_ == planned_.faults.size()) return {};
  auto const& left = planned_.faults[next_];
  auto const at = std::chrono::duration_cast<std::chrono::milliseconds>(left.at);
  return error{errc::stack_failed,
               "the attack was over before the fault \"" + std::string(to_name(left.action)) +
                   "\" of " + left.target + " planned for " + std::to_string(at.count()) +
                   " ms; let it come sooner or attack longer"};
}

}  // namespace limitproof
