#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/report.hpp"

namespace limitproof {

/// {"count":…,"p50":…,"p90":…,"p99":…,"p999":…,"max":…}; null where nothing was measured.
[[nodiscard]] nlohmann::ordered_json write_percentiles(percentiles_us const& p);

/// The inverse, of what was measured.
[[nodiscard]] percentiles_us read_percentiles(json_reader const& in);

}  // namespace limitproof
