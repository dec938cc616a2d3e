#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/fault.hpp"
#include "harness/model/operation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// One response kept whole: the first of each distinct shape (status and header names in order),
/// and every head that broke HTTP or a header rule.
struct header_sample {
  std::uint64_t operation = 0;
  std::string head;  ///< status line and header lines as received, CRLF, without the empty line
  std::string body;  ///< at most 4 KiB
};

struct clock_anchors {
  std::int64_t start_monotonic_ns = 0;  ///< CLOCK_MONOTONIC at run_time 0
  std::int64_t start_wall_us = 0;       ///< the wall clock at that instant
  std::optional<store_anchor> store;
};

/// All operations of one run, ordered by sent_ns (not_sent ones by intended_ns).
struct history {
  std::vector<operation> operations;
  std::vector<std::string> keys;
  std::vector<std::string> nodes;  ///< names as told by X-Node or by the stack
  std::vector<header_sample> samples;
  clock_anchors clocks;
  bool complete = true;                 ///< false: the run was interrupted or killed
  std::vector<injection> injections{};  ///< in the order they were carried out
};

}  // namespace limitproof
