#pragma once

namespace limitproof {

/// Why no policy can be chosen for a request: a 400, whatever the store does.
enum class request_fault {
  target,         ///< the path can be read in more than one way
  forwarded_for,  ///< X-Forwarded-For lacks the entry of a trusted hop, or it is no address
  tier,           ///< the tier's header is there more than once
  cost,           ///< no whole number, or not one that may be asked for
  check_query,    ///< GET /check: a parameter is unknown, missing, repeated or not encoded
};

}  // namespace limitproof
