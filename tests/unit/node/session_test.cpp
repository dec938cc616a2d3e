#include "tests/unit/node/live_server.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("a request that comes byte by byte is answered", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  for (char const byte : get("alice")) client.send(std::string_view(&byte, 1));
  auto const answer = client.read();

  CHECK(answer.status == 200);
  CHECK(answer.header("X-Node") == "node-1");
  CHECK(answer.header("RateLimit-Remaining") == "9");
  CHECK_THAT(answer.header("Server-Timing"), Catch::Matches(R"(limiter;dur=[0-9]+\.[0-9]{3})"));
  CHECK_FALSE(answer.header("X-Arrived-At-Us").empty());
  CHECK(limiter.asked() == std::vector<std::string>{"alice"});
}

TEST_CASE("pipelined requests are answered in their order", "[node]") {
  scripted_limiter limiter([](limit_request const& request) -> result<decision> {
    decision d;
    d.admitted = true;
    d.remaining = std::stoll(request.key);
    return d;
  });
  live_server server(limiter);
  raw_client client(server.port(), 4096);
  constexpr int count = 2000;
  std::string all;
  for (int i = 0; i < count; ++i) all += get(std::to_string(i));

  client.send(all);

  for (int i = 0; i < count; ++i)
    REQUIRE(client.read().header("RateLimit-Remaining") == std::to_string(i));
}

TEST_CASE("a thousand requests fit one connection", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  for (int i = 0; i < 1000; ++i) REQUIRE(client.ask(get("alice")).status == 200);

  CHECK(server.counters_after_stop() == node_counters{1000, 1000, 0, 0, 0, 0});
}

TEST_CASE("a head that is too large is refused, and the connection closed", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  client.send(get("alice", "Cookie: " + std::string(60'000, 'c') + "\r\n"));
  auto const answer = client.read();

  CHECK(answer.status == 431);
  CHECK(answer.header("X-Not-Charged") == "head-too-large");
  CHECK(answer.header("Connection") == "close");
  client.half_close();
  CHECK(client.rest().empty());
}

TEST_CASE("garbage is refused, and the connection closed", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask("\x16\x03\x01\x02\x01\x01 hello?\r\n\r\n");
  client.half_close();

  CHECK(answer.status == 400);
  CHECK(answer.header("X-Not-Charged") == "malformed-request");
  CHECK(answer.header("Content-Type") == "application/problem+json");
  CHECK(client.rest().empty());
  CHECK(limiter.asked().empty());
}

TEST_CASE("an unsound identity is refused, and the connection goes on", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  CHECK(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").header("X-Not-Charged") ==
        "api-key-missing");
  CHECK(client.ask(get("a", "X-Api-Key: b\r\n")).header("X-Not-Charged") == "api-key-repeated");
  CHECK(client.ask(get("")).header("X-Not-Charged") == "api-key-empty");
  CHECK(client.ask(get("{a}")).status == 200);

  CHECK(limiter.asked() == std::vector<std::string>{"{a}"});
  CHECK(server.counters_after_stop() == node_counters{4, 1, 0, 3, 0, 0});
}

TEST_CASE("a client that leaves in the middle of a request harms nobody", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  for (auto const* part : {"",
                           "GE",
                           "GET / HTTP/1.1\r\nX-Api",
                           "POST / HTTP/1.1\r\nHost: h\r\n"
                           "Content-Length: 9\r\n\r\n123"}) {
    raw_client leaving(server.port());
    leaving.send(part);
  }
  raw_client client(server.port());

  CHECK(client.ask(get("alice")).status == 200);
  CHECK(server.counters_after_stop().requests == 1);
}

TEST_CASE("health is answered outside the limiter and not counted", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");

  CHECK(answer.status == 200);
  CHECK(answer.header("X-Node") == "node-1");
  CHECK(limiter.asked().empty());
  CHECK(server.counters_after_stop().requests == 0);
}

TEST_CASE("the answer to HEAD is a head, and the next request is answered", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  client.send("HEAD / HTTP/1.1\r\nHost: h\r\nX-Api-Key: a\r\n\r\n");
  auto const answer = client.read(true);

  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Length") == "31");
  CHECK(client.ask(get("a")).status == 200);
}

TEST_CASE("bodies are dropped, and the limiter is asked when they have come whole", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client slow(server.port());
  raw_client other(server.port());

  slow.send("POST / HTTP/1.1\r\nHost: h\r\nX-Api-Key: slow\r\nContent-Length: 5\r\n\r\nbody");
  CHECK(other.ask(get("other")).status == 200);
  CHECK(limiter.asked() == std::vector<std::string>{"other"});
  CHECK(slow.ask("!" + get("slow")).status == 200);
  CHECK(slow.read().status == 200);

  CHECK(limiter.asked() == std::vector<std::string>{"other", "slow", "slow"});
}

TEST_CASE("a body that is too large is refused before it is read", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask(get("a", "Content-Length: 65537\r\n"));

  CHECK(answer.status == 413);
  CHECK(answer.header("Connection") == "close");
  CHECK(limiter.asked().empty());
}

TEST_CASE("a client that still sends when it is refused is not reset", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  CHECK(client.ask(get("a", "Content-Length: 65537\r\n")).status == 413);
  CHECK(client.send(std::string(65537, 'b')));
  client.half_close();

  CHECK(client.rest().empty());
  CHECK_FALSE(client.was_reset());
}

TEST_CASE("nothing behind a body of unknown length is taken for a request", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask(get("a", "Transfer-Encoding: gzip\r\n") + get("smuggled"));
  client.half_close();

  CHECK(answer.header("X-Not-Charged") == "bad-transfer-coding");
  CHECK(client.rest().empty());
  CHECK(limiter.asked().empty());
}

TEST_CASE("a client that waits for it is invited once to send its body", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());
  raw_client other(server.port());

  auto const invitation = client.ask(get("a", "Content-Length: 4\r\nExpect: 100-continue\r\n"));
  CHECK(invitation.head == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("bo");
  CHECK(other.ask(get("b")).status == 200);
  CHECK(client.ask("dy").status == 200);
  CHECK(client.ask(get("a")).status == 200);
}

TEST_CASE("a client whose request is refused anyway is not invited", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask(get("", "Content-Length: 2\r\nExpect: 100-continue\r\n"));

  CHECK(answer.status == 400);
  CHECK(answer.header("Connection") == "close");
}

TEST_CASE("HTTP/1.0 closes unless the client asks to keep the connection", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client keeping(server.port());
  raw_client closing(server.port());

  auto const kept = keeping.ask("GET / HTTP/1.0\r\nX-Api-Key: a\r\nConnection: keep-alive\r\n\r\n");
  auto const closed = closing.ask("GET / HTTP/1.0\r\nX-Api-Key: a\r\n\r\n");

  CHECK(kept.header("Connection") == "keep-alive");
  CHECK(keeping.ask(get("a")).status == 200);
  CHECK(closed.header("Connection") == "close");
  CHECK(closing.rest().empty());
}

TEST_CASE("nothing is answered after Connection: close", "[node]") {
  scripted_limiter limiter(admit);
  live_server server(limiter);
  raw_client client(server.port());

  auto const answer = client.ask(get("a", "Connection: close\r\n") + get("a"));

  CHECK(answer.header("Connection") == "close");
  CHECK(client.rest().empty());
  CHECK(limiter.asked().size() == 1);
}
