#include "harness/load/request_bytes.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("each key has its own whole request", "[load]") {
  auto const requests = request_bytes::render({"alice", "b"}, {"127.0.0.1", 8080}).value();

  CHECK(requests.of_key(0) == "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Api-Key: alice\r\n\r\n");
  CHECK(requests.of_key(1) == "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Api-Key: b\r\n\r\n");
  CHECK(requests.warm_up() == "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n");
}

TEST_CASE("a pattern's request has its variant's line and header, and its key", "[load]") {
  request_pattern const pattern{{"GET", "HEAD", "POST"}, {"//api"}, {"X-Forwarded-For: 1.2.3.4"}};
  auto const requests =
      request_bytes::render({"alice", "b"}, {"127.0.0.1", 8080}, {{}, pattern}).value();
  auto const of = [&](std::size_t phase, std::uint8_t variant, std::size_t key) {
    std::string bytes = "before|";
    requests.append(bytes, phase, variant, key);
    return bytes;
  };
  std::string const host = "Host: 127.0.0.1:8080\r\n";
  std::string const spoof = "X-Forwarded-For: 1.2.3.4\r\n";

  CHECK(of(0, 0, 1) == "before|GET / HTTP/1.1\r\n" + host + "X-Api-Key: b\r\n\r\n");
  CHECK(of(1, 1, 0) ==
        "before|HEAD //api HTTP/1.1\r\n" + host + spoof + "X-Api-Key: alice\r\n\r\n");
  CHECK(of(1, 2, 1) == "before|POST //api HTTP/1.1\r\n" + host + "Content-Length: 0\r\n" + spoof +
                           "X-Api-Key: b\r\n\r\n");
}

TEST_CASE("requests of a phase that is anonymous carry no key, and those beside it do", "[load]") {
  request_pattern const unnamed{.anonymous = true};
  request_pattern const posted{{"POST"}, {"/login"}, {"X-Forwarded-For: 1.2.3.4"}, true};
  auto const requests =
      request_bytes::render({"alice"}, {"127.0.0.1", 8080}, {unnamed, posted, {}}).value();
  auto const of = [&](std::size_t phase) {
    std::string bytes;
    requests.append(bytes, phase, 0, 0);
    return bytes;
  };
  std::string const host = "Host: 127.0.0.1:8080\r\n";

  CHECK(of(0) == "GET / HTTP/1.1\r\n" + host + "\r\n");
  CHECK(of(1) == "POST /login HTTP/1.1\r\n" + host +
                     "Content-Length: 0\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");
  CHECK(of(2) == "GET / HTTP/1.1\r\n" + host + "X-Api-Key: alice\r\n\r\n");
}

TEST_CASE("a key that cannot be a header value is refused by its place", "[load]") {
  for (std::string const key : {"", " a", "a ", "a\r\nX: y", "\x7f"}) {
    auto const requests = request_bytes::render({"fine", key}, {});

    REQUIRE(requests.has_error());
    CHECK(requests.error().code == errc::bad_file);
    CHECK_THAT(requests.error().what, Catch::Contains("key 1 "));
  }
}
