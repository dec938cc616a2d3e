#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// Every request of a run as bytes, one per key, rendered once into one arena and sent from
/// there. Immutable; shared by the generator threads.
class request_bytes {
 public:
  /// `GET /` with `X-Api-Key: <key>` for each key; `target` is named in their Host. Refuses
  /// (bad_file) a key that is empty or holds a byte that cannot stand in a header value.
  [[nodiscard]] static result<request_bytes> render(std::vector<std::string> const& keys,
                                                    address const& target);

  [[nodiscard]] std::string_view of_key(std::size_t key) const {
    return std::string_view(arena_).substr(starts_[key], starts_[key + 1] - starts_[key]);
  }

  /// `GET /healthz`: warms a connection and asks no limiter.
  [[nodiscard]] std::string_view warm_up() const { return warm_up_; }

 private:
  std::string arena_;
  std::vector<std::size_t> starts_;  ///< one more than there are keys
  std::string warm_up_;
};

}  // namespace limitproof
