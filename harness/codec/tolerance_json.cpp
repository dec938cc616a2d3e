#include "harness/codec/tolerance_json.hpp"

#include "harness/codec/duration_text.hpp"

namespace limitproof {

namespace {

void read_count(json_reader const& in, std::string_view key, std::int64_t most, std::int64_t& to) {
  if (auto const found = in.find(key)) to = found->integer(0, most);
}

}  // namespace

tolerance read_tolerance(json_reader const& in) {
  in.only_keys({"permits", "share_ppm", "clock_drift_ppm", "time_granularity", "slack"});
  tolerance t;
  read_count(in, "permits", tolerance::most_permits, t.permits);
  read_count(in, "share_ppm", tolerance::most_share_ppm, t.share_ppm);
  read_count(in, "clock_drift_ppm", tolerance::most_clock_drift_ppm, t.clock_drift_ppm);
  read_count(in, "slack", tolerance::most_permits, t.slack);
  if (auto const step = in.find("time_granularity"))
    t.time_granularity = step->duration(duration(0), tolerance::coarsest_granularity);
  return t;
}

nlohmann::ordered_json write_tolerance(tolerance const& t) {
  return {{"permits", t.permits},
          {"share_ppm", t.share_ppm},
          {"clock_drift_ppm", t.clock_drift_ppm},
          {"time_granularity", to_text(t.time_granularity)},
          {"slack", t.slack}};
}

}  // namespace limitproof
