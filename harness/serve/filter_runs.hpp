#pragma once

#include "harness/model/error.hpp"
#include "harness/model/listed_run.hpp"
#include "harness/serve/request_target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// Which runs a list is narrowed to. What is empty narrows nothing.
struct run_filter {
  std::string scenario{}, limiter{};
  std::optional<verdict_kind> verdict{};  ///< of a limiter
  std::optional<bool> met{};              ///< its expectations
  std::string text{};                     ///< part of a name, question, claim; upper or lower case
  std::string of{};                       ///< a directory of several runs: it, and these
  bool operator==(run_filter const&) const = default;
};

/// From the query "scenario=…&limiter=…&verdict=fail&expected=no&text=…&of=…". Errors: bad_usage
/// for a verdict, or an `expected`, that there is not.
[[nodiscard]] result<run_filter> read_filter(request_target const& asked);

/// The runs that have a limiter of which all holds, with those limiters alone; of several runs all
/// stay. Nothing but a text is found in a run that could not be read.
[[nodiscard]] std::vector<listed_run> filtered(std::vector<listed_run> all,
                                               run_filter const& filter);

}  // namespace limitproof
