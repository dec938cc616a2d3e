#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace limitproof {

/// By the name with which a schema refers to another file.
using schema_files = std::map<std::string, nlohmann::ordered_json>;

/// Whether `document` satisfies `schema`, for the part of JSON Schema 2020-12 that our schemas use.
/// A keyword outside that part throws std::invalid_argument, and a file that is not among the
/// others std::out_of_range, so that nothing is passed over in silence.
[[nodiscard]] bool satisfies(nlohmann::ordered_json const& document,
                             nlohmann::ordered_json const& schema,
                             schema_files const& others = {});

}  // namespace limitproof
