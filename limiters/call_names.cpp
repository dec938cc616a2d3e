#include "limiters/call_names.hpp"

namespace limitproof {

std::vector<expression_name> const& request_names() {
  static std::vector<expression_name> const names{{"limit"},
                                                  {"burst"},
                                                  {"capacity"},
                                                  {"limit_index"},
                                                  {"per_ns"},
                                                  {"per_us"},
                                                  {"per_ms"},
                                                  {"per_s"},
                                                  {"window_index"},
                                                  {"window_start_ms"},
                                                  {"cost"},
                                                  {"limit_count"},
                                                  {"now_us"},
                                                  {"now_ms"},
                                                  {"now_s"}};
  return names;
}

std::vector<expression_value> request_values(limit_request const& request,
                                             std::size_t limit_index,
                                             algorithm a) {
  auto const& limit = request.limits[limit_index];
  auto const per_ns = limit.per.count();
  auto const now_us = request.now.time_since_epoch().count();
  auto const in = [](std::int64_t value, std::int64_t unit) {
    return *exact_number::ratio(value, unit);
  };
  auto const window = exact_number::ratio(exact_number::wide{now_us} * 1000, per_ns)->floor();
  auto const window_start_ms = *window.times(in(per_ns, 1'000'000));
  return {limit.count,
          limit.burst,
          capacity(a, limit),
          static_cast<std::int64_t>(limit_index),
          per_ns,
          in(per_ns, 1'000),
          in(per_ns, 1'000'000),
          in(per_ns, 1'000'000'000),
          window,
          window_start_ms,
          request.cost.value,
          static_cast<std::int64_t>(request.limits.size()),
          now_us,
          in(now_us, 1'000),
          in(now_us, 1'000'000)};
}

}  // namespace limitproof
