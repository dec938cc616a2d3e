#pragma once

#include "harness/check/requests_by_key.hpp"
#include "harness/model/evidence.hpp"

#include <cstdint>

namespace limitproof {

/// One request that the limiter decided, or that may have been charged, from its send to its answer
/// or last charge.
struct charged_request {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;      ///< or `never_ns`
  std::uint32_t operation = 0;       ///< index into history::operations
  std::uint32_t charge : 31 = 0;     ///< permits at most; 0: it cannot have been charged
  std::uint32_t is_decided : 1 = 0;  ///< admitted or denied, and both times are known
};

static_assert(sizeof(charged_request) == 24);

/// What each key was asked, the requests of no cost included: they are told what is left like any
/// other. One that was admitted may have been charged between send and answer; so may one that was
/// denied, where `consumes_on_deny` is claimed. One of unknown outcome, still open, or answered
/// without the store may be charged at any time after it was sent. Where only the answer's time is
/// known, it was sent at any time before.
[[nodiscard]] requests_by_key<charged_request> group_charged(evidence const& e);

}  // namespace limitproof
