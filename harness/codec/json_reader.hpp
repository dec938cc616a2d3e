#pragma once

#include "harness/model/enum_names.hpp"
#include "harness/model/error.hpp"
#include "harness/model/units.hpp"

#include <cstdint>
#include <initializer_list>
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

/// The candidate closest to `word` by edit distance, if it is close enough to be a typing slip.
[[nodiscard]] std::optional<std::string> nearest_name(std::string const& word,
                                                      std::vector<std::string> const& candidates);

/// A strict cursor over one JSON value. Every accessor that does not find what it was asked for
/// throws a decode_failure naming the file, the JSON pointer, what was found and what is allowed.
class json_reader {
 public:
  json_reader(nlohmann::ordered_json const& node, std::string const& file, std::string pointer);

  /// This must be an object with no keys but these.
  void only_keys(std::initializer_list<std::string_view> known) const;
  [[nodiscard]] json_reader at(std::string_view key) const;
  [[nodiscard]] std::optional<json_reader> find(std::string_view key) const;
  /// An array's elements; at least `least` of them.
  [[nodiscard]] std::vector<json_reader> items(std::size_t least = 0) const;
  [[nodiscard]] std::vector<std::pair<std::string, json_reader>> members() const;

  [[nodiscard]] bool is_object() const { return node_->is_object(); }

  [[nodiscard]] bool is_array() const { return node_->is_array(); }

  [[nodiscard]] bool is_string() const { return node_->is_string(); }

  [[nodiscard]] bool is_number() const { return node_->is_number(); }

  [[nodiscard]] bool is_null() const { return node_->is_null(); }

  [[nodiscard]] std::string string(std::size_t most = 4096) const;  ///< not empty
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number() const;
  [[nodiscard]] bool boolean() const;
  /// "250ms": a whole number with ns, us, ms, s, m, h or d.
  [[nodiscard]] limitproof::duration duration(limitproof::duration least,
                                              limitproof::duration most) const;
  /// "2000/s", "5/250ms".
  [[nodiscard]] limitproof::rate rate() const;

  template <class Enum>
  [[nodiscard]] Enum name() const {
    std::vector<std::string> allowed;
    for (auto const& entry : enum_names<Enum>) allowed.emplace_back(entry.name);
    return *from_name<Enum>(one_of(allowed));
  }

  /// A string from a closed list.
  [[nodiscard]] std::string one_of(std::vector<std::string> const& allowed) const;

  [[noreturn]] void fail(std::string const& expected) const;

  [[nodiscard]] std::string const& pointer() const { return pointer_; }

 private:
  [[noreturn]] void fail_at(std::string const& pointer, std::string const& sentence) const;

  nlohmann::ordered_json const* node_;
  std::string const* file_;
  std::string pointer_;
};

/// Parses strictly (no comments, no duplicate keys, no trailing text); throws decode_failure.
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
  } catch (nlohmann::json::exception const& e) {
    return error{errc::bad_file, file + ": " + e.what()};
  }
}

}  // namespace limitproof
