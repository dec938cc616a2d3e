#include "harness/codec/address_text.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("an address is what it was after a turn through text", "[codec]") {
  for (auto const* text : {"127.0.0.1:6379", "0.0.0.0:1", "255.255.255.255:65535"})
    CHECK(to_text(parse_address(text).value()) == text);
}

TEST_CASE("what is not four numbers and a port is no address", "[codec]") {
  for (auto const* text : {"",
                           ":",
                           "127.0.0.1",
                           "127.0.0.1:",
                           ":6379",
                           "127.0.0.1:0",
                           "127.0.0.1:65536",
                           "127.0.0.1:+1",
                           "127.0.0.1: 1",
                           "127.0.0.1:1 ",
                           "127.1:1",
                           "localhost:1",
                           "256.0.0.1:1",
                           "::1:1",
                           "127.0.0.1:1:1"}) {
    INFO(text);
    CHECK_FALSE(parse_address(text).has_value());
  }
}

}  // namespace limitproof
