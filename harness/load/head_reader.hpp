#pragma once

#include "harness/load/response_head.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace limitproof {

/// The header fields the engine reads.
enum class answer_field : std::uint8_t {
  other,
  connection,
  content_length,
  transfer_encoding,
  x_node,
  x_decided_at_us,
  x_arrived_at_us,
  x_degraded,
  server_timing,
  ratelimit_limit,
  ratelimit_remaining,
  ratelimit_reset,
  ratelimit,
  ratelimit_policy,
  x_ratelimit_limit,
  x_ratelimit_remaining,
  retry_after,
};

[[nodiscard]] answer_field field_of(std::string_view name);

/// Collects one response's fields, in order, into a response_head. What is left is told in one of
/// three dialects; where a response speaks several, the first one here is read, whole:
///
///     RateLimit-Limit: 100, RateLimit-Remaining: 41, RateLimit-Reset: 2
///     RateLimit: "a";r=41;t=2, and RateLimit-Policy: "a";q=100;w=2
///     X-RateLimit-Limit: 100, X-RateLimit-Remaining: 41
///
/// Of RateLimit only one item is read, as several tell of several limits; its quota only where the
/// policy is one too, as what is advertised for a window of whole seconds does not say which of
/// several limits is meant. X-RateLimit-Reset is not read: most mean an instant of their own clock,
/// some a delay, and neither says which.
class head_reader {
 public:
  /// `minor_version` is 0 or 1.
  void start(std::uint16_t status, int minor_version);

  /// Takes one field, blanks around the value or not; the value's bytes stay until `finish`.
  /// Returns nullptr, or why the message cannot be framed.
  [[nodiscard]] char const* take(answer_field field, std::string_view value);

  /// After the last field: settles framing, keep-alive and what is left. Returns nullptr, or why
  /// the message cannot be framed.
  [[nodiscard]] char const* finish();

  [[nodiscard]] response_head const& head() const { return head_; }

  [[nodiscard]] response_head& head() { return head_; }

 private:
  void take_count(answer_field field, std::int64_t& slot, std::optional<std::int64_t> value);
  void take_vendors_count(answer_field field,
                          std::int64_t& slot,
                          std::optional<std::int64_t> value);
  void take_quota_field(answer_field field, std::string_view& slot, std::string_view value);
  void settle_quota();
  void take_node(std::string_view name);
  void take_degraded(std::string_view mode);
  [[nodiscard]] char const* take_content_length(std::string_view value);
  [[nodiscard]] char const* take_transfer_encoding(std::string_view value);
  [[nodiscard]] char const* take_connection(std::string_view value);
  [[nodiscard]] bool has_seen(answer_field field) const;
  bool first_time(answer_field field);

  response_head head_;
  std::uint32_t seen_ = 0;
  std::string_view quota_item_;    ///< RateLimit, in the block; empty: none, or several lines
  std::string_view quota_policy_;  ///< RateLimit-Policy, the same way
  std::int64_t vendors_limit_ = absent;
  std::int64_t vendors_remaining_ = absent;
  int minor_version_ = 1;
  bool chunked_ = false;
  bool says_close_ = false;
  bool says_keep_alive_ = false;
};

}  // namespace limitproof
