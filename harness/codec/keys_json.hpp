#pragma once

#include "harness/codec/json_reader.hpp"
#include "harness/model/scenario.hpp"

namespace limitproof {

/// Who sends: {"one":"name"}, {"list":["a","b"]} or {"uniform":{"prefix":"user","count":1000}}.
[[nodiscard]] key_pattern read_keys(json_reader const& in);
[[nodiscard]] nlohmann::ordered_json write_keys(key_pattern const& keys);

/// Whether `text` may be one client's name: 1 to 256 printable ASCII bytes without a space at
/// either end.
[[nodiscard]] bool is_identity(std::string const& text);

/// Whether `text` may be the prefix of uniform keys: 1 to 240 printable ASCII bytes without a space
/// at either end, as every identity travels in a request header.
[[nodiscard]] bool is_key_prefix(std::string const& text);

}  // namespace limitproof
