#include "harness/codec/base64_text.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

TEST_CASE("base64 is spelled as RFC 4648 spells its examples", "[codec]") {
  CHECK(to_base64("").empty());
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(to_base64("foo") == "Zm9v");
  CHECK(to_base64("foobar") == "Zm9vYmFy");
  CHECK(to_base64("\xff\xfe\xfd") == "//79");
}

TEST_CASE("any bytes are what they were after a turn through base64", "[codec]") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    CHECK(from_base64(to_base64(bytes)) == bytes);
    bytes += static_cast<char>(i);
  }
}

TEST_CASE("text that is not base64 to the letter is none", "[codec]") {
  for (auto const* text : {"Z",
                           "Zg",
                           "Zg=",
                           "Zg===",
                           "Zh==",
                           "Zm9=",
                           "Zm8=Zm8=",
                           "=",
                           "Z===",
                           "Zm 9v",
                           "Zm9v\n",
                           "-_79",
                           "Zm9v="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text));
  }
}

}  // namespace
}  // namespace limitproof
