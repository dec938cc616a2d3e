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

TEST_CASE("a host may be told by its name, but not by half an address", "[codec]") {
  for (auto const* text : {"redis:6379", "my_stack-redis.internal:1", "127.0.0.1:6379", "1a:1"}) {
    INFO(text);
    CHECK(to_text(parse_host_and_port(text).value()) == text);
  }
  for (auto const* text : {"redis",
                           ":6379",
                           "redis:0",
                           "redis:65536",
                           "re dis:1",
                           "redis\n:1",
                           "10.0.0.256:1",
                           "10.0:1",
                           "a/b:1"}) {
    INFO(text);
    CHECK_FALSE(parse_host_and_port(text).has_value());
  }
}

}  // namespace limitproof
