#include "harness/stack/free_port.hpp"

#include "tests/unit/stack/listener.hpp"

#include <deque>

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("a free port can be listened on") {
  auto const port = free_port().value();

  CHECK(listener(port).port() == port);
}

TEST_CASE("no port is offered while somebody listens on it") {
  std::deque<listener> taken;
  for (int i = 0; i < 50; ++i) taken.emplace_back();

  for (int i = 0; i < 200; ++i) {
    auto const port = free_port().value();
    for (auto const& other : taken) REQUIRE(other.port() != port);
  }
}

}  // namespace limitproof
