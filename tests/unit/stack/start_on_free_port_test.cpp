#include "harness/stack/start_on_free_port.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

/// Ports 1, 2, 3 …
port_source counting() {
  return [next = std::uint16_t{0}]() mutable -> result<std::uint16_t> { return ++next; };
}

error const taken{errc::stack_failed, "redis ended: bind: Address already in use"};
error const broken{errc::stack_failed, "redis ended: no such option"};

}  // namespace

TEST_CASE("a server whose port was taken meanwhile is started on another one") {
  std::vector<std::uint16_t> tried;
  auto const started =
      start_on_free_port(counting(), [&](std::uint16_t port) -> result<running_server> {
        tried.push_back(port);
        if (port < 3) return taken;
        return running_server{nullptr, address{.port = port}};
      });

  REQUIRE(started.has_value());
  CHECK(started->where.port == 3);
  CHECK(tried == std::vector<std::uint16_t>{1, 2, 3});
}

TEST_CASE("a server that fails for another reason is not started again") {
  int calls = 0;
  auto const started = start_on_free_port(counting(), [&](std::uint16_t) -> result<running_server> {
    ++calls;
    return broken;
  });

  REQUIRE(started.has_error());
  CHECK(started.error().what == broken.what);
  CHECK(calls == 1);
}

TEST_CASE("trying ports ends after five of them") {
  int calls = 0;
  auto const started = start_on_free_port(counting(), [&](std::uint16_t) -> result<running_server> {
    ++calls;
    return taken;
  });

  REQUIRE(started.has_error());
  CHECK(started.error().what == taken.what);
  CHECK(calls == 5);
}

TEST_CASE("without a port nothing is started") {
  auto const started = start_on_free_port(
      []() -> result<std::uint16_t> {
        return error{errc::io, "none left"};
      },
      [](std::uint16_t) -> result<running_server> {
        FAIL("started without a port");
        return broken;
      });

  REQUIRE(started.has_error());
  CHECK(started.error().what == "none left");
}

}  // namespace limitproof
