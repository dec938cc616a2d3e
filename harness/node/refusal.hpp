#pragma once

#include "harness/model/enum_names.hpp"

#include <cstdint>
#include <string_view>

namespace limitproof {

/// Why a request cannot have taken a permit. The names are the values of `X-Not-Charged`; all but
/// `cost` are found before the limiter is asked.
enum class refusal {
  malformed_request,
  bad_header_value,
  bad_host,
  bad_transfer_coding,
  head_too_large,
  body_too_large,
  request_timeout,
  connect_method,
  api_key_missing,
  api_key_empty,
  api_key_repeated,
  api_key_too_long,
  api_key_control_bytes,
  cost,
  ambiguous_target,
  bad_forwarded_for,
  tier_repeated,
  bad_cost,
  bad_check_query,
};

template <>
inline constexpr auto enum_names<refusal> =
    std::array{enum_name{refusal::malformed_request, "malformed-request"},
               enum_name{refusal::bad_header_value, "bad-header-value"},
               enum_name{refusal::bad_host, "bad-host"},
               enum_name{refusal::bad_transfer_coding, "bad-transfer-coding"},
               enum_name{refusal::head_too_large, "head-too-large"},
               enum_name{refusal::body_too_large, "body-too-large"},
               enum_name{refusal::request_timeout, "request-timeout"},
               enum_name{refusal::connect_method, "connect-method"},
               enum_name{refusal::api_key_missing, "api-key-missing"},
               enum_name{refusal::api_key_empty, "api-key-empty"},
               enum_name{refusal::api_key_repeated, "api-key-repeated"},
               enum_name{refusal::api_key_too_long, "api-key-too-long"},
               enum_name{refusal::api_key_control_bytes, "api-key-control-bytes"},
               enum_name{refusal::cost, "cost"},
               enum_name{refusal::ambiguous_target, "ambiguous-target"},
               enum_name{refusal::bad_forwarded_for, "bad-forwarded-for"},
               enum_name{refusal::tier_repeated, "tier-repeated"},
               enum_name{refusal::bad_cost, "bad-cost"},
               enum_name{refusal::bad_check_query, "bad-check-query"}};

/// What the client is told about a refusal.
struct refusal_text {
  std::uint16_t status;
  std::string_view detail;  ///< one sentence; holds nothing JSON would have to escape
};

[[nodiscard]] refusal_text text_of(refusal why);

}  // namespace limitproof
