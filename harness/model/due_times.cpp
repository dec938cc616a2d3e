#include "harness/model/due_times.hpp"

#include "harness/model/exponential_draw.hpp"
#include "harness/model/splitmix64.hpp"

namespace limitproof {

namespace {

// The largest product is 2 · over · count · t: an hour is below 2^42 ns, and 10^7 a second for the
// longest `per`, a day, below 2^40, so that it stays below 2^125.
__extension__ using wide = __int128;

}  // namespace

due_times::due_times(paced_load const& load) : load_(load) {}

due_times::due_times(ramp_load const& load) : load_(load) {}

duration due_times::of(std::uint64_t index) {
  if (auto const* const ramp = std::get_if<ramp_load>(&load_)) return ramp_due(*ramp, index);
  auto const& paced = std::get<paced_load>(load_);
  auto const first_of_its_pipeline = index - index % paced.pipeline;
  if (paced.arrivals == arrivals::poisson) return drawn_time_of(paced, first_of_its_pipeline);
  return paced.rate.due(static_cast<std::int64_t>(first_of_its_pipeline));
}

duration due_times::drawn_time_of(paced_load const& load, std::uint64_t index) {
  // Request 0 too comes after a draw: a phase's start is no event of the process.
  for (; drawn_ <= index; ++drawn_)
    drawn_time_ += exponential_draw(load.rate, splitmix64(load.seed, drawn_));
  return drawn_time_;
}

duration ramp_due(ramp_load const& load, std::uint64_t index) {
  auto const over = wide{load.over.count()};
  auto const wanted = 2 * over * load.from.per.count() * wide{index};
  auto const steeper = wide{load.to.count} - load.from.count;
  std::int64_t before = -1;
  std::int64_t reached = load.over.count();
  while (reached - before > 1) {
    auto const middle = before + (reached - before) / 2;
    auto const t = wide{middle};
    bool const brings_it = 2 * over * load.from.count * t + steeper * t * t >= wanted;
    (brings_it ? reached : before) = middle;
  }
  return duration(reached);
}

std::int64_t events_within_ramp(ramp_load const& load) {
  auto const brought = wide{load.over.count()} * (wide{load.from.count} + load.to.count);
  auto const each = wide{2} * load.from.per.count();
  return static_cast<std::int64_t>((brought + each - 1) / each);
}

}  // namespace limitproof
