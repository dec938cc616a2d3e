#include "harness/codec/byte_text.hpp"

#include <limits>

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("bytes are spelled in the coarsest unit that is exact", "[codec]") {
  CHECK(bytes_to_text(0) == "0b");
  CHECK(bytes_to_text(1'023) == "1023b");
  CHECK(bytes_to_text(1'536) == "1536b");
  CHECK(bytes_to_text(2'097'152) == "2mb");
  CHECK(bytes_to_text(std::int64_t{5} << 30) == "5gb");
}

TEST_CASE("bytes are what they were after a turn through text", "[codec]") {
  for (auto const bytes : {std::int64_t{0},
                           std::int64_t{1},
                           std::int64_t{3} << 10,
                           std::numeric_limits<std::int64_t>::max()})
    CHECK(parse_bytes(bytes_to_text(bytes)) == bytes);
}

TEST_CASE("what is not exactly a number and a unit is no amount of bytes", "[codec]") {
  for (auto const* text : {"",
                           "b",
                           "2",
                           "2m",
                           "2MB",
                           "2 mb",
                           " 2mb",
                           "2mb ",
                           "+2mb",
                           "-0b",
                           "02mb",
                           "1.5mb",
                           "9223372036854775808b",
                           "9007199254740992kb"}) {
    INFO(text);
    CHECK_FALSE(parse_bytes(text).has_value());
  }
}

}  // namespace limitproof
