#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace limitproof {

/// Thrown inside codec/ only; `decode_text` turns it into an error at the door.
struct decode_failure {
  std::string what;
};

/// A strict cursor over one JSON value. Every accessor that does not find what it was asked for
/// throws a decode_failure naming the file, the JSON pointer, what was found and what is allowed.
class json_reader {
 public:
  static constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
  static constexpr auto largest = std::numeric_limits<std::int64_t>::max();

  /// Borrows the value and the file's name.
  json_reader(nlohmann::ordered_json const& node, std::string const& file, std::string pointer);

  /// This must be an object with no keys but these.
  void only_keys(std::vector<std::string_view> const& known) const;
  [[nodiscard]] json_reader at(std::string_view key) const;
  [[nodiscard]] std::optional<json_reader> find(std::string_view key) const;
  /// An array's elements: `least` to `most` of them.
  [[nodiscard]] std::vector<json_reader> items(std::size_t least = 0,
                                               std::size_t most = unlimited) const;
  [[nodiscard]] std::vector<std::pair<std::string, json_reader>> members() const;

  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const;

  [[nodiscard]] std::string string(std::size_t most = 4096) const;  ///< not empty; `most` in bytes
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] std::uint64_t unsigned_integer() const;  ///< all 64 bits: seeds, operation ids
  [[nodiscard]] double number() const;
  [[nodiscard]] bool boolean() const;
  /// "250ms": a whole number with ns, us, ms, s, m, h or d.
  [[nodiscard]] limitproof::duration duration(limitproof::duration least,
                                              limitproof::duration most) const;
  /// A duration that may have a minus sign.
  [[nodiscard]] limitproof::duration offset(limitproof::duration least,
                                            limitproof::duration most) const;
  /// "2000/s", "5/250ms": at most 10^7 events a second, each within a day.
  [[nodiscard]] limitproof::rate rate() const;

  template <class Enum>
  [[nodiscard]] Enum name() const {
    std::vector<std::string> allowed;
    for (auto const& entry : enum_names<Enum>) allowed.emplace_back(entry.name);
    return *from_name<Enum>(one_of(allowed));
  }

  /// A string from a closed list.
  [[nodiscard]] std::string one_of(std::vector<std::string> const& allowed) const;

  /// "found …, expected <expected>".
  [[noreturn]] void fail(std::string const& expected) const;
  /// A sentence of the caller's own about this place.
  [[noreturn]] void refuse(std::string const& sentence) const;
  /// This object has a key that is none of `known`.
  [[noreturn]] void unknown_key(std::string const& key,
                                std::vector<std::string> const& known) const;

 private:
  [[nodiscard]] json_reader member(std::string_view key, nlohmann::ordered_json const& value) const;

  nlohmann::ordered_json const* node_;
  std::string const* file_;
  std::string pointer_;
};

/// Parses strictly (no comments, no duplicate keys, no trailing text, at most 64 levels deep);
/// throws decode_failure.
[[nodiscard]] nlohmann::ordered_json parse_json(std::string_view text, std::string const& file);

/// The door every decoder goes through: parses, reads, and turns a failure into errc::bad_file.
template <class Read>
[[nodiscard]] auto decode_text(std::string_view text, std::string const& file, Read read)
    -> result<decltype(read(std::declval<json_reader const&>()))> {
  try {
    auto const document = parse_json(text, file);
    return read(json_reader(document, file, ""));
  } catch (decode_failure const& failure) {
    return error{errc::bad_file, failure.what};
  }
}

}  // namespace limitproof
