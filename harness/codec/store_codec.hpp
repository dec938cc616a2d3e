#pragma once

#include "harness/model/error.hpp"
#include "harness/model/store_holdings.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// store.json, lossless: the names of keys may be any bytes.
[[nodiscard]] std::string encode_store(store_holdings const& store);
[[nodiscard]] result<store_holdings> decode_store(std::string_view text, std::string const& file);

}  // namespace limitproof
