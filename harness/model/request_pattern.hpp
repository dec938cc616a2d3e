#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// What a phase's requests look like besides the identity they carry. Of an empty list there is one
/// choice, the usual one: GET, "/", no header line more. Every combination is one variant, and the
/// requests take the variants in turn.
struct request_pattern {
  static constexpr std::size_t most_variants = 256;

  std::vector<std::string> methods;
  std::vector<std::string> paths;
  std::vector<std::string> headers;  ///< one line each, "Name: value"
  bool anonymous = false;            ///< they carry no X-Api-Key
  bool operator==(request_pattern const&) const = default;

  /// Nothing is said: every request is the usual one.
  [[nodiscard]] bool is_usual() const {
    return methods.empty() && paths.empty() && headers.empty() && !anonymous;
  }

  /// 1 … most_variants (the decoder checks).
  [[nodiscard]] std::size_t variants() const;

  /// Which variant request `index` of a phase is. Pure.
  [[nodiscard]] std::uint8_t variant_of(std::uint64_t index) const {
    return static_cast<std::uint8_t>(index % variants());
  }
};

/// One variant of a pattern: methods change fastest, then paths, then headers.
struct request_variant {
  std::string method = "GET";
  std::string path = "/";
  std::string header;  ///< empty: none
  bool operator==(request_variant const&) const = default;
};

/// Variant 0 … variants() - 1.
[[nodiscard]] request_variant variant_at(request_pattern const& pattern, std::size_t variant);

}  // namespace limitproof
