#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

struct probe {
  address to;
  std::string path;
  std::string from = "127.0.0.1";  ///< the source address: any of 127.0.0.0/8
  std::chrono::steady_clock::time_point deadline;
};

struct probe_answer {
  int status = 0;
  std::string node;  ///< X-Node; empty if there was none
};

/// One GET over a connection of its own. Errors: `timed_out`, or `io` for refused, reset and
/// answers that are not HTTP/1.
[[nodiscard]] result<probe_answer> send_probe(probe const& p);

/// Status line and header lines → what a probe wants to know; nothing if this is not HTTP/1.
[[nodiscard]] std::optional<probe_answer> read_probe_head(std::string_view head);

}  // namespace limitproof
