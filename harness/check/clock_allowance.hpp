#pragma once

#include "harness/model/evidence.hpp"

#include <cstdint>

namespace limitproof {

/// How the limiter's clock may differ from the generator's, where a limiter that is too strict is
/// looked for: its time may pass slower by `drift_ppm`, and what it measures may be short by
/// `step_ns`.
struct clock_allowance {
  std::int64_t drift_ppm = 0;
  std::int64_t step_ns = 0;
};

/// The scenario's tolerance, and at least what the clock that the limiter claims to follow cannot
/// do better: the store and the nodes tell whole microseconds, and a key that lives for so many
/// milliseconds goes within two more.
[[nodiscard]] clock_allowance clock_allowance_of(evidence const& e);

/// How long `span_ns` of the limiter's time lasts on the generator's clock at most, with
/// the step of its clock; saturating.
[[nodiscard]] std::int64_t longest(std::int64_t span_ns, clock_allowance const& allowed);

/// How long it lasts at least, the step of the limiter's clock not counted; 1 ns or more.
[[nodiscard]] std::int64_t shortest(std::int64_t span_ns, clock_allowance const& allowed);

/// The limiter's clock at its slowest: of what passes between two run times, the limiter measures
/// at least the difference of these, less 1 ns (and less the step of its clock). `run_ns` ≥ 0.
[[nodiscard]] std::int64_t slowest(std::int64_t run_ns, clock_allowance const& allowed);

}  // namespace limitproof
