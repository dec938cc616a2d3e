#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace limitproof {

/// The values of RFC 9651 section 3.3, each with a type of its own: "5", 5 and the token five are
/// three things.
struct sf_decimal {
  std::int64_t thousandths = 0;  ///< at most three decimals are allowed, so this is exact
  bool operator==(sf_decimal const&) const = default;
};

struct sf_string {
  std::string text;
  bool operator==(sf_string const&) const = default;
};

struct sf_token {
  std::string text;
  bool operator==(sf_token const&) const = default;
};

struct sf_bytes {
  std::string base64;  ///< as it stood there; what it encodes is nobody's business here
  bool operator==(sf_bytes const&) const = default;
};

struct sf_date {
  std::int64_t epoch_s = 0;
  bool operator==(sf_date const&) const = default;
};

struct sf_display_string {
  std::string text;  ///< unescaped UTF-8
  bool operator==(sf_display_string const&) const = default;
};

using sf_value = std::variant<std::int64_t,
                              sf_decimal,
                              sf_string,
                              sf_token,
                              sf_bytes,
                              bool,
                              sf_date,
                              sf_display_string>;

/// In order of first appearance; of a repeated key the last value counts (section 4.2.3.2).
using sf_parameters = std::vector<std::pair<std::string, sf_value>>;

struct sf_item {
  sf_value value;
  sf_parameters parameters{};
  bool operator==(sf_item const&) const = default;
};

struct sf_inner_list {
  std::vector<sf_item> items;
  sf_parameters parameters{};
  bool operator==(sf_inner_list const&) const = default;
};

using sf_member = std::variant<sf_item, sf_inner_list>;
using sf_list = std::vector<sf_member>;
using sf_dictionary = std::vector<std::pair<std::string, sf_member>>;

/// Where a field value stops being what it should be.
struct sf_error {
  std::size_t at = 0;  ///< byte offset
  std::string expected;
};

[[noreturn]] void throw_exception_from_error(sf_error const& e,
                                             boost::source_location const& where);

template <class T>
using sf_result = boost::system::result<T, sf_error>;

/// The whole of a field value, several lines joined with ", " (RFC 9651 section 4.2). Either all of
/// it is well-formed or there is an error: a field is never half parsed.
[[nodiscard]] sf_result<sf_list> parse_list(std::string_view field);
[[nodiscard]] sf_result<sf_dictionary> parse_dictionary(std::string_view field);
[[nodiscard]] sf_result<sf_item> parse_item(std::string_view field);

/// The value of a parameter; null if it is not there.
[[nodiscard]] sf_value const* find_parameter(sf_parameters const& parameters, std::string_view key);

}  // namespace limitproof
