#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// A fraction of two 128-bit integers, always reduced: what manifests compute with, so that
/// `limit / per_s` and "0.333" lose nothing and nothing overflows unseen. Every operation whose
/// result does not fit gives nothing.
class exact_number {
 public:
  __extension__ using wide = __int128;

  exact_number() = default;

  exact_number(std::int64_t whole) : numerator_(whole) {}

  /// Nothing where `denominator` is 0.
  [[nodiscard]] static std::optional<exact_number> ratio(wide numerator, wide denominator);

  /// "-12", "0.25", "1e-05", as scripts and Lua print them.
  [[nodiscard]] static std::optional<exact_number> parse(std::string_view text);

  [[nodiscard]] std::optional<exact_number> plus(exact_number const& other) const;
  [[nodiscard]] std::optional<exact_number> minus(exact_number const& other) const;
  [[nodiscard]] std::optional<exact_number> times(exact_number const& other) const;
  [[nodiscard]] std::optional<exact_number> over(exact_number const& other) const;
  [[nodiscard]] std::optional<std::strong_ordering> compare(exact_number const& other) const;

  [[nodiscard]] exact_number floor() const;
  [[nodiscard]] exact_number ceil() const;
  [[nodiscard]] std::optional<exact_number> nearest() const;  ///< halves upwards

  [[nodiscard]] bool is_whole() const { return denominator_ == 1; }

  /// Nothing if there is a fraction, or past 64 bits.
  [[nodiscard]] std::optional<std::int64_t> to_integer() const;

  /// With exactly `decimals` digits after the point, the last one rounded.
  [[nodiscard]] std::optional<std::string> to_text(int decimals) const;

 private:
  wide numerator_ = 0;
  wide denominator_ = 1;  ///< > 0
};

}  // namespace limitproof
