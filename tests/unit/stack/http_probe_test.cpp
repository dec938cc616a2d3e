#include "harness/stack/http_probe.hpp"

#include "harness/stack/free_port.hpp"
#include "tests/unit/stack/stub_http_server.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

probe to(address const& where) {
  return {.to = where,
          .path = "/healthz",
          .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20)};
}

}  // namespace

TEST_CASE("a probe reads the status and the node's name, in any case and spacing") {
  auto const answer =
      read_probe_head("HTTP/1.1 200 OK\r\nDate: x\r\nx-node: \tnode-2 \r\nA: b\r\n");

  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->node == "node-2");
}

TEST_CASE("a probe takes an answer without a node, and no header value for one") {
  CHECK(read_probe_head("HTTP/1.0 503 Service Unavailable\r\n").value().status == 503);
  CHECK(read_probe_head("HTTP/1.0 503 Service Unavailable\r\n").value().node.empty());
  CHECK(read_probe_head("HTTP/1.1 200 OK\r\nVia: X-Node: a\r\n").value().node.empty());
  CHECK(read_probe_head("HTTP/1.1 200 OK\r\nX-Node:\r\n").value().node.empty());
}

TEST_CASE("what is not HTTP/1 is no answer to a probe") {
  for (auto const* const head :
       {"", "HTTP/1.1", "HTTP/1.1 2", "HTTP/1.1 2x0 OK\r\n", "-ERR no\r\n"})
    CHECK_FALSE(read_probe_head(head));
}

TEST_CASE("a probe asks for its path and wants the connection closed") {
  std::string seen;
  {
    stub_http_server const server([&](std::string const& request) {
      seen = request;
      return "HTTP/1.1 204 No Content\r\nX-Node: node-9\r\n\r\n";
    });
    auto const answer = send_probe(to(server.where()));
    REQUIRE(answer.has_value());
    CHECK(answer->status == 204);
    CHECK(answer->node == "node-9");
  }

  CHECK(seen.starts_with("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:"));
  CHECK(seen.find("\r\nConnection: close\r\n") != std::string::npos);
}

TEST_CASE("a refused probe, a closed connection and an endless head are errors") {
  auto const refused = send_probe(to(address{.port = free_port().value()}));
  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::io);
  CHECK(refused.error().what.find("Connection refused") != std::string::npos);

  stub_http_server const silent([](std::string const&) { return "HTTP/1.1 200 OK\r\n"; });
  auto const closed = send_probe(to(silent.where()));
  REQUIRE(closed.has_error());
  CHECK(closed.error().what.find("closed before the end") != std::string::npos);

  stub_http_server const endless([](std::string const&) { return std::string(100'000, 'x'); });
  auto const long_head = send_probe(to(endless.where()));
  REQUIRE(long_head.has_error());
  CHECK(long_head.error().what.find("without end") != std::string::npos);
}

TEST_CASE("a probe that is not answered ends at its deadline") {
  listener const mute;
  auto late = to(address{.port = mute.port()});
  late.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);

  auto const answer = send_probe(late);
  REQUIRE(answer.has_error());
  CHECK(answer.error().code == errc::timed_out);
}

}  // namespace limitproof
