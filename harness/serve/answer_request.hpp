#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace limitproof {

/// What is shown, and the port of 127.0.0.1 where it is.
struct served_runs {
  std::filesystem::path folder;
  std::uint16_t port = 0;
};

struct page_request {
  std::string_view method;  ///< "GET"
  std::string_view target;  ///< as it was sent: "/compare?a=x&b=y"
  std::string_view host;    ///< the one Host header; empty: none, or several
};

struct page_answer {
  unsigned status = 200;
  std::string_view type;    ///< Content-Type
  std::string_view policy;  ///< Content-Security-Policy
  std::string body;         ///< of HEAD too, for its length
};

/// The list of runs at /, their comparison at /compare, their files below /runs/, and for
/// everything else a reason why not. It reads `served.folder` and changes nothing. Nothing that a
/// run directory holds is markup or script in a page of ours; its report.html may run its own
/// scripts, in an origin of its own that may load nothing.
[[nodiscard]] page_answer answer_request(served_runs const& served, page_request const& request);

}  // namespace limitproof
