#include "harness/codec/percent_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("percent encoding leaves what every place of an address may hold", "[codec]") {
  CHECK(percent_encoded("20260801-120000_a.b~") == "20260801-120000_a.b~");
  CHECK(percent_encoded("a/b c&d%+\xc3\xa4") == "a%2Fb%20c%26d%25%2B%C3%A4");
}

TEST_CASE("percent decoding gives back every byte that was encoded, once", "[codec]") {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);

  CHECK(percent_decoded(percent_encoded(every)) == every);
  CHECK(percent_decoded("%2e%2E%252e") == "..%2e");
}

TEST_CASE("a percent sign without its two digits is not decoded", "[codec]") {
  for (auto const* text : {"%", "%4", "a%", "%g0", "%0g", "%%41"})
    CHECK_FALSE(percent_decoded(text));
}
