#include "harness/codec/arrivals_json.hpp"

#include "harness/codec/duration_text.hpp"

#include <vector>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

ordered_json or_null(std::vector<std::int64_t> const& figures) {
  auto list = ordered_json::array();
  for (auto const figure : figures)
    list.push_back(figure == absent ? ordered_json(nullptr) : ordered_json(figure));
  return list;
}

}  // namespace

ordered_json write_arrivals(arrival_series const& arrivals, permit_series const& permits) {
  auto const in_ones = [](std::int64_t milli) { return static_cast<double>(milli) / 1e3; };
  ordered_json out{
      {"bucket", to_text(arrivals.bucket)},
      {"sent", arrivals.sent},
      {"admitted", arrivals.admitted},
      {"denied", arrivals.denied},
      {"degraded", arrivals.degraded},
      {"unknown", arrivals.unknown},
      {"not_decided", arrivals.not_decided},
      {"busiest_tenth", {{"sent", arrivals.busiest_sent}, {"admitted", arrivals.busiest_admitted}}},
      {"remaining",
       {{"least", or_null(arrivals.remaining_least)}, {"most", or_null(arrivals.remaining_most)}}},
      {"permits", {{"admitted", permits.admitted}, {"allowed", nullptr}}},
      {"peak_to_mean", nullptr}};
  if (!permits.allowed.empty()) out["permits"]["allowed"] = permits.allowed;
  if (arrivals.peak_to_mean_milli) out["peak_to_mean"] = in_ones(*arrivals.peak_to_mean_milli);
  return out;
}

}  // namespace limitproof
