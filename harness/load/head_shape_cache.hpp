#pragma once

#include "harness/load/parse_head.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace limitproof {

/// The header blocks seen lately, so that the next one like them need not be parsed: the nodes
/// repeat the same lines with the same widths, and only values change. A block matches if every
/// byte outside the values is the same and no value holds a byte that could end a line or is not
/// printable ASCII; then each value the engine reads stands where it stood before.
class head_shape_cache {
 public:
  head_shape_cache();

  /// If `bytes` begins with a block like one of those remembered, reads it into `reader` and
  /// returns its size; 0 otherwise (nothing is said of the bytes then).
  [[nodiscard]] std::size_t match(std::string_view bytes, head_reader& reader);

  /// Remembers a block that parse_head accepted, in place of the one remembered longest ago,
  /// unless it is too large or broke a header rule.
  void remember(std::string_view block, head_layout const& layout, response_head const& head);

  void clear();

 private:
  static constexpr std::size_t most_shapes = 32;
  static constexpr std::size_t largest_block = 1024;
  static constexpr std::size_t padding = 16;  ///< zeros, so that whole vectors can be compared

  struct shape {
    std::size_t size = 0;  ///< of the block; 0: an unused entry
    std::uint64_t hash = 0;
    std::uint16_t status = 0;
    int minor_version = 1;
    std::size_t read_fields = 0;
    std::array<field_place, most_laid_out_fields> fields;  ///< those the engine reads
    std::array<char, largest_block + padding> bytes;
    std::array<char, largest_block + padding> is_value;  ///< 0xff where a value stands
  };

  [[nodiscard]] static bool alike(shape const& known, std::string_view bytes);
  [[nodiscard]] static bool read(shape const& known, std::string_view bytes, head_reader& reader);

  std::vector<shape> shapes_;
  std::size_t last_hit_ = 0;
  std::size_t next_victim_ = 0;
};

}  // namespace limitproof
