#include "harness/guard/circuit_breaker.hpp"

#include "harness/model/splitmix64.hpp"

namespace limitproof {

circuit_breaker::circuit_breaker(breaker_spec const& spec, std::uint64_t seed)
    : spec_(spec), seed_(seed) {}

std::optional<circuit_breaker::leave> circuit_breaker::ask(time_point now) {
  switch (state_) {
    case state::closed:
      return leave{stretch_, now};
    case state::open:
      if (now < probe_at_) return std::nullopt;
      enter(state::half_open);
      return leave{stretch_, now};
    case state::half_open:
      break;
  }
  return std::nullopt;
}

void circuit_breaker::tell(leave const& given, bool answered, time_point now) {
  if (given.stretch != stretch_) return;
  bool const in_time = answered && now - given.asked_at <= spec_.slow;
  if (in_time) {
    failures_ = 0;
    if (state_ == state::half_open) enter(state::closed);
    return;
  }
  ++failures_;
  if (state_ == state::half_open || failures_ >= spec_.failures) open(now);
}

void circuit_breaker::open(time_point now) {
  auto const longest_jitter = static_cast<std::uint64_t>(spec_.pause.count() / 4);
  auto const jitter = splitmix64(seed_, openings_++) % (longest_jitter + 1);
  probe_at_ = now + spec_.pause + duration(static_cast<std::int64_t>(jitter));
  enter(state::open);
}

void circuit_breaker::enter(state next) {
  state_ = next;
  ++stretch_;
  failures_ = 0;
}

}  // namespace limitproof
