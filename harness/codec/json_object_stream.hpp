#pragma once

#include "harness/model/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limitproof {

/// Cuts a stream of JSON objects, with nothing but blanks and line ends between them, into its
/// objects, wherever the pieces it comes in begin and end. What an object holds is for a decoder to
/// judge.
class json_object_stream {
 public:
  /// `most_bytes` of one object.
  explicit json_object_stream(std::size_t most_bytes);

  /// The objects that end in `piece`, in their order. Errors (bad_file), after which the stream is
  /// of no more use: something between two objects, an object that is too long.
  [[nodiscard]] result<std::vector<std::string>> feed(std::string_view piece);

  /// An object has begun and not ended.
  [[nodiscard]] bool within_object() const { return !object_.empty(); }

 private:
  void take(char c);

  std::size_t most_bytes_;
  std::string object_;  ///< as far as it has come
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace limitproof
