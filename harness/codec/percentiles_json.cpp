#include "harness/codec/percentiles_json.hpp"

#include <limits>

namespace limitproof {

nlohmann::ordered_json write_percentiles(percentiles_us const& p) {
  if (p.count == 0) return nullptr;
  return {{"count", p.count},
          {"p50", p.p50},
          {"p90", p.p90},
          {"p99", p.p99},
          {"p999", p.p999},
          {"max", p.max}};
}

percentiles_us read_percentiles(json_reader const& in) {
  in.only_keys({"count", "p50", "p90", "p99", "p999", "max"});
  auto const figure = [&in](std::string_view key) {
    return in.at(key).integer(0, std::numeric_limits<std::int64_t>::max());
  };
  return {
      figure("count"), figure("p50"), figure("p90"), figure("p99"), figure("p999"), figure("max")};
}

}  // namespace limitproof
