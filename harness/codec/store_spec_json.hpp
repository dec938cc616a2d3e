#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/store_spec.hpp"

namespace limitproof {

/// {"maxmemory":"2mb","policy":"allkeys-lru","probe":"5ms"}, each of which may be left out; a
/// policy without a bound on memory is refused, as nothing would ever come of it.
[[nodiscard]] store_spec read_store_spec(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_store_spec(store_spec const& spec);

}  // namespace limitproof
