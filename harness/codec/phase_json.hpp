#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// One stretch of the attack; its "phase" says of which kind, and the kind says which keys belong.
[[nodiscard]] phase read_phase(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_phase(phase const& p);

[[nodiscard]] window_edge read_edge(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_edge(window_edge const& edge);

/// The words "phase" may have.
[[nodiscard]] std::vector<std::string> phase_words();

}  // namespace limitproof
