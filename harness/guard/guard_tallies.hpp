#pragma once

#include "harness/guard/latency_histogram.hpp"
#include "harness/guard/tally.hpp"

namespace limitproof {

/// Permits that a node took in batches; what is neither served nor expired is held, or lies with a
/// key that nobody has asked for since.
struct lease_tallies {
  tally taken;
  tally served;
  tally expired;  ///< lost: counted when the key is asked for again, or forgotten
  bool operator==(lease_tallies const&) const = default;
};

struct breaker_tallies {
  tally openings;     ///< probes that failed included
  tally turned_away;  ///< requests that were not asked for
  tally not_closed;   ///< how many breakers are open or probe at the moment
  bool operator==(breaker_tallies const&) const = default;
};

/// What the guards of one node thread did.
struct guard_tallies {
  tally deny_cache_hits;  ///< denials that the limiter was not asked for
  lease_tallies leases;
  latency_histogram limiter_calls;  ///< those that reached the limiter, its store included
  breaker_tallies breaker{};
  bool operator==(guard_tallies const&) const = default;
};

guard_tallies& operator+=(guard_tallies& sum, guard_tallies const& part);

}  // namespace limitproof
