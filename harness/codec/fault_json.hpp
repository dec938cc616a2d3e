#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// {"at":"3s","fault":"restart","target":"node-2"}; of a clock with its "offset", of a
/// slow way with its "latency" and "jitter", of a narrow one with its "bandwidth"; a push names the
/// "update" instead of a target. Which targets a fault may have is checked, and that the stack has
/// such a node; not in what order they can happen.
[[nodiscard]] fault read_fault(json_reader const& in, stack_spec const& stack);
[[nodiscard]] nlohmann::ordered_json write_fault(fault const& f);

/// Those of a scenario whose stack and updates have been read.
[[nodiscard]] std::vector<fault> read_faults(json_reader const& in, scenario const& s);
[[nodiscard]] nlohmann::ordered_json write_faults(std::vector<fault> const& faults);

/// How far a node's clock may be off: a day either way.
[[nodiscard]] duration read_clock_offset(json_reader const& in);

}  // namespace limitproof
