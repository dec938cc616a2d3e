#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/request_pattern.hpp"

#include <cstdint>

namespace limitproof {

/// A phase's "requests": methods, paths and header lines that make up to 256 combinations, and that
/// a request can be sent with and still be one request with its own identity.
[[nodiscard]] request_pattern read_requests(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_requests(request_pattern const& pattern);

/// A phase's "cost": what each of its requests is to be counted as, 1 … 10^6 permits.
[[nodiscard]] std::int32_t read_request_cost(json_reader const& in);

}  // namespace limitproof
