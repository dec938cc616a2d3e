#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

enum class scan_status { need_more, complete, broken };

/// RFC 9112 section 7.1: finds the end of a chunked body, however it is cut into reads. Chunk
/// extensions and trailer fields are checked for their bytes and otherwise ignored.
class chunked_body {
 public:
  void start() { *this = chunked_body{}; }

  /// Takes from the front of `bytes` what belongs to the body; appends the content to `content`
  /// until that holds `content_limit` bytes (nullptr: nothing is kept).
  [[nodiscard]] scan_status scan(std::string_view& bytes,
                                 std::string* content,
                                 std::size_t content_limit);

  /// Why scan said broken.
  [[nodiscard]] char const* reason() const { return reason_; }

 private:
  enum class expecting {
    size,
    more_size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    trailer_line,
    trailer_name,
    trailer_value,
    trailer_lf,
    last_lf,
    nothing
  };

  [[nodiscard]] scan_status take(char c);
  [[nodiscard]] scan_status take_size(char c);
  [[nodiscard]] scan_status take_trailer(char c);
  [[nodiscard]] scan_status go(expecting next);
  [[nodiscard]] scan_status refuse(char const* reason);

  expecting state_ = expecting::size;
  std::uint64_t left_ = 0;      ///< of the chunk
  std::size_t line_bytes_ = 0;  ///< of extensions and trailers, which are bounded
  char const* reason_ = nullptr;
};

}  // namespace limitproof
