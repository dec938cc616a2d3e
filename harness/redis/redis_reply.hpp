#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// A RESP2 reply, copied out of hiredis. `text` holds strings, statuses and errors.
struct redis_reply {
  enum class kind { nil, integer, string, status, error, array };
  kind type = kind::nil;
  std::int64_t integer = 0;
  std::string text;
  std::vector<redis_reply> elements;
};

}  // namespace limitproof
