#pragma once

#include "harness/model/guards.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace limitproof {

/// Whether a request may go to the store, as a machine of values: time comes in with each call.
///
///   closed     all go; the spec's `failures` in a row open it
///   open       none goes, until `pause` and up to a quarter of it more have passed: the share is
///              drawn from the seed, so that nodes that lost their store together do not come back
///              together
///   half-open  one went, to probe: answered in time it closes the breaker, otherwise it opens it
///              for another pause
///
/// Example with failures 2 and pause 400 ms: failures at 0 and 10 ms open it until some instant in
/// [410, 510] ms; the first request after that probes, the next ones are still turned away.
class circuit_breaker {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  enum class state { closed, open, half_open };

  /// Leave for one request to go to the store.
  struct leave {
    std::uint64_t stretch = 0;  ///< between two changes of state: an answer to an older one is late
    time_point asked_at;
  };

  circuit_breaker(breaker_spec const& spec, std::uint64_t seed);

  /// None: the request is to be answered without the store. Each leave is told of once.
  [[nodiscard]] std::optional<leave> ask(time_point now);

  /// What came of a leave: whether the store `answered`. An answer after more than the spec's
  /// `slow` is a failure. What went before the state last changed tells nothing of it any more.
  void tell(leave const& given, bool answered, time_point now);

  [[nodiscard]] state now_is() const { return state_; }

  /// How often it was opened since the start, probes that failed included.
  [[nodiscard]] std::uint64_t openings() const { return openings_; }

 private:
  void open(time_point now);
  void enter(state next);

  breaker_spec spec_;
  std::uint64_t seed_;
  state state_ = state::closed;
  std::uint64_t stretch_ = 0;
  std::int64_t failures_ = 0;  ///< in a row
  std::uint64_t openings_ = 0;
  time_point probe_at_{};
};

}  // namespace limitproof
