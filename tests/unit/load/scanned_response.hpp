#pragma once

#include "harness/load/response_scanner.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// What a scanner made of a stream that holds one response, fed in pieces and then ended.
struct scanned_response {
  scan_status status{};
  response_head head;
  std::string body;
  std::size_t taken = 0;  ///< bytes of the stream that belong to the response
  std::string reason;
};

/// Cuts the stream at `cuts` (ascending). The scanner's cache is fresh unless given.
[[nodiscard]] scanned_response scan_in_pieces(std::string_view stream,
                                              std::vector<std::size_t> const& cuts,
                                              head_shape_cache* cache = nullptr);

[[nodiscard]] inline scanned_response scan_whole(std::string_view stream) {
  return scan_in_pieces(stream, {});
}

/// Equal in everything the engine records.
[[nodiscard]] bool same_facts(response_head const& a, response_head const& b);

}  // namespace limitproof
