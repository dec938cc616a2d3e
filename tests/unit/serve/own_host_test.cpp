#include "harness/serve/own_host.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a host is this machine's by its three names, with the port", "[serve]") {
  for (auto const* host : {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}) {
    INFO(host);
    CHECK(is_own_host(host, 8'080));
  }
  CHECK(is_own_host("localhost", 80));
}

TEST_CASE("every other name is refused, also one that was made to resolve to here", "[serve]") {
  for (auto const* host : {"",
                           "localhost",
                           "127.0.0.1",
                           "localhost:80",
                           "localhost:80800",
                           "localhost:08080",
                           "attacker.example:8080",
                           "localhost.attacker.example:8080",
                           "127.0.0.1.attacker.example:8080",
                           "attacker.example:8080@localhost:8080",
                           "::1:8080",
                           "0.0.0.0:8080",
                           " localhost:8080",
                           "localhost:8080 "}) {
    INFO(host);
    CHECK_FALSE(is_own_host(host, 8'080));
  }
}
