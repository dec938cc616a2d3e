#pragma once

#include <nlohmann/json.hpp>

namespace limitproof {

/// Whether `document` satisfies `schema`, for the part of JSON Schema 2020-12 that our schemas use.
/// A keyword outside that part throws std::invalid_argument, so that none is passed over in
/// silence.
[[nodiscard]] bool satisfies(nlohmann::ordered_json const& document,
                             nlohmann::ordered_json const& schema);

}  // namespace limitproof
