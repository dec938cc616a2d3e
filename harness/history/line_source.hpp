#pragma once

#include "harness/model/error.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace limitproof {

/// The lines of a file, one after the other, in bounded memory: what is no text with lines is found
/// out before it is read whole.
class line_source {
 public:
  static constexpr std::size_t longest_line = std::size_t{64} << 10;  ///< bytes

  explicit line_source(std::filesystem::path file);
  line_source(line_source const&) = delete;
  line_source& operator=(line_source const&) = delete;

  /// The next line without its end, valid until the next call; nullopt at the end of the file.
  /// Errors: bad_file for a file that cannot be read or a line that is too long.
  [[nodiscard]] result<std::optional<std::string_view>> next();

  /// Of the line read last, from 1.
  [[nodiscard]] std::uint64_t number() const { return number_; }

  /// Whether the line read last had no end: it may have been cut short.
  [[nodiscard]] bool was_cut() const { return cut_; }

  /// "access.jsonl: line 17", for errors.
  [[nodiscard]] std::string place() const;

 private:
  [[nodiscard]] bool read_more();

  std::filesystem::path file_;
  std::ifstream in_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of what was not handed out yet, in buffer_
  std::uint64_t number_ = 0;
  bool cut_ = false;
};

}  // namespace limitproof
