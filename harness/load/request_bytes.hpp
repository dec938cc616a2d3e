#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/model/request_pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// Every request of a run as bytes. The usual one is rendered once per key into one arena and sent
/// from there; of a pattern's variants only what comes before the key is kept, and a request is put
/// together when it is sent. Immutable; shared by the generator threads.
class request_bytes {
 public:
  /// `GET /` with `X-Api-Key: <key>` for each key, and the variants of the phases' `patterns`;
  /// `target` is named in their Host. Refuses (bad_file) a key that is empty or holds a byte that
  /// cannot stand in a header value.
  [[nodiscard]] static result<request_bytes> render(
      std::vector<std::string> const& keys,
      address const& target,
      std::vector<request_pattern> const& patterns = {});

  [[nodiscard]] std::string_view of_key(std::size_t key) const {
    return std::string_view(arena_).substr(starts_[key], starts_[key + 1] - starts_[key]);
  }

  /// Puts behind `bytes` the request of `key` as variant `variant` of pattern `pattern`.
  void append(std::string& bytes, std::size_t pattern, std::uint8_t variant, std::size_t key) const;

  /// `GET /healthz`: warms a connection and asks no limiter.
  [[nodiscard]] std::string_view warm_up() const { return warm_up_; }

 private:
  struct rendered_pattern {
    std::vector<std::string> texts;  ///< by variant, of the usual pattern none: what comes before
                                     ///< the key, or the whole request
    bool carries_key = true;
  };

  std::string arena_;
  std::vector<std::size_t> starts_;  ///< one more than there are keys
  std::size_t before_key_ = 0;       ///< how much of a request in the arena comes before its key
  std::vector<rendered_pattern> patterns_;
  std::string warm_up_;
};

}  // namespace limitproof
