#pragma once

#include "harness/model/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What etcd v3 is asked and answers over its JSON gateway: keys and values in base64, 64-bit
// numbers as strings, and fields that have their default left out
// (https://etcd.io/docs/v3.4/dev-guide/ api_grpc_gateway/). Fields that are not needed may be
// there.

namespace limitproof {

/// A key at one revision of the whole store.
struct etcd_reading {
  std::int64_t revision = 0;
  std::optional<std::string> value;  ///< none: there is no such key
  bool operator==(etcd_reading const&) const = default;
};

/// One message of a watch.
struct etcd_watch_message {
  std::vector<std::optional<std::string>> values;  ///< that the key got, in order; none: deleted
  /// Why the watch is over: what it was to begin with has been compacted, or etcd says.
  std::optional<std::string> cancelled;
  bool operator==(etcd_watch_message const&) const = default;
};

/// The body of POST /v3/kv/range for one key.
[[nodiscard]] std::string encode_etcd_range(std::string_view key);

/// The body of POST /v3/watch for what becomes of one key in `first_revision` and later.
[[nodiscard]] std::string encode_etcd_watch(std::string_view key, std::int64_t first_revision);

/// Error: bad_file, naming `origin` and the place. So for decode_etcd_watch.
[[nodiscard]] result<etcd_reading> decode_etcd_range(std::string_view text,
                                                     std::string const& origin);

[[nodiscard]] result<etcd_watch_message> decode_etcd_watch(std::string_view text,
                                                           std::string const& origin);

}  // namespace limitproof
