#pragma once

#include "harness/load/response_head.hpp"
#include "harness/model/operation.hpp"

namespace limitproof {

/// What a whole response says of its request:
///   429                          denied; denied_degraded with X-Degraded
///   503 with X-Degraded: closed  denied_degraded
///   400, 408 without a sign of the limiter (RateLimit-*, X-Decided-At-Us, Server-Timing:
///   limiter)                     not_decided: refused before it, so no permit can be spent
///   other 2xx–4xx                admitted; admitted_degraded with X-Degraded
///   anything else                unknown: 502, 503 and 504 are the balancer's, 500 a broken
///                                limiter's, and a permit may have been spent behind either
/// Never open or not_sent.
[[nodiscard]] outcome outcome_of_response(response_head const& head);

/// What the head tells of the decision, into the record of its request.
void copy_facts(response_head const& head, operation& record);

}  // namespace limitproof
