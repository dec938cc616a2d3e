#include "tests/unit/node/live_server.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

scripted_limiter failing(errc code) {
  return scripted_limiter([code](limit_request const&) -> result<decision> {
    return error{code, "line 3: oops"};
  });
}

}  // namespace

TEST_CASE("a store that fails leaves an open node serving and a closed one refusing", "[node]") {
  auto limiter = failing(errc::store_unavailable);
  live_server open(limiter, on_store_error::open);
  live_server closed(limiter, on_store_error::closed);

  auto const served = raw_client(open.port()).ask(get("a"));
  auto const turned_away = raw_client(closed.port()).ask(get("a"));

  CHECK(served.status == 200);
  CHECK(served.header("X-Degraded") == "open");
  CHECK(served.header("RateLimit-Limit").empty());
  CHECK(turned_away.status == 503);
  CHECK(turned_away.header("X-Degraded") == "closed");
  CHECK_FALSE(turned_away.header("Retry-After").empty());
  CHECK(open.counters_after_stop() == node_counters{1, 1, 0, 0, 0, 1});
  CHECK(closed.counters_after_stop() == node_counters{1, 0, 1, 0, 0, 1});
  CHECK(open.log_after_stop().empty());
}

TEST_CASE("a broken limiter is a 500 each time and one line in the log", "[node]") {
  auto limiter = failing(errc::script_error);
  live_server server(limiter, on_store_error::open);
  raw_client client(server.port());

  for (int i = 0; i < 20; ++i) {
    auto const answer = client.ask(get("a"));
    CHECK(answer.status == 500);
    CHECK(answer.header("X-Degraded").empty());
    CHECK(answer.body.find("oops") == std::string::npos);
  }

  CHECK(server.counters_after_stop() == node_counters{20, 0, 0, 0, 20, 0});
  REQUIRE_FALSE(server.log_after_stop().empty());
  CHECK(server.log_after_stop().size() < 20);
  CHECK(server.log_after_stop().front() == "the limiter failed: line 3: oops");
}

TEST_CASE("an impossible cost is a 400 that took no permit", "[node]") {
  auto limiter = failing(errc::invalid_cost);
  live_server server(limiter);

  auto const answer = raw_client(server.port()).ask(get("a"));

  CHECK(answer.status == 400);
  CHECK(answer.header("X-Not-Charged") == "cost");
}

TEST_CASE("a connection on which nothing begins is closed without a word", "[node]") {
  scripted_limiter limiter(admit);
  session_patience patience;
  patience.idle = 20ms;
  live_server server(limiter, on_store_error::open, patience);
  raw_client silent(server.port());
  raw_client once(server.port());

  CHECK(once.ask(get("a")).status == 200);
  CHECK(once.rest().empty());
  CHECK(silent.rest().empty());
  CHECK(server.counters_after_stop().requests == 1);
}

TEST_CASE("a request that does not come whole is answered 408", "[node]") {
  scripted_limiter limiter(admit);
  session_patience patience;
  patience.request = 20ms;
  live_server server(limiter, on_store_error::open, patience);
  std::vector<std::string> const beginnings = {
      "G", "GET / HTTP/1.1\r\nHost: h\r\nX-Api-Ke", get("a", "Content-Length: 2\r\n") + "1"};

  for (auto const& beginning : beginnings) {
    INFO(beginning);
    raw_client client(server.port());
    client.send(beginning);
    auto const answer = client.read();
    CHECK(answer.status == 408);
    CHECK(answer.header("X-Not-Charged") == "request-timeout");
    CHECK(answer.header("Connection") == "close");
  }
  CHECK(limiter.asked().empty());
}

TEST_CASE("a trickle of bytes does not buy more time", "[node]") {
  scripted_limiter limiter(admit);
  session_patience patience;
  patience.request = 20ms;
  patience.linger = 20ms;
  live_server server(limiter, on_store_error::open, patience);
  raw_client client(server.port());

  std::string_view const chunk = "1\r\nb\r\n";
  client.send(get("a", "Transfer-Encoding: chunked\r\n"));
  for (std::size_t i = 0; client.send(chunk.substr(i % chunk.size(), 1)); ++i) continue;

  CHECK(client.read().status == 408);
}

TEST_CASE("a client that takes no answers is cut off", "[node]") {
  scripted_limiter limiter(admit);
  session_patience patience;
  patience.write = 20ms;
  live_server server(limiter, on_store_error::open, patience);
  raw_client greedy(server.port(), 4096);

  while (greedy.send(get("a"))) continue;

  CHECK(raw_client(server.port()).ask(get("b")).status == 200);
}

TEST_CASE("a client that does not close after the last answer is cut off", "[node]") {
  scripted_limiter limiter(admit);
  session_patience patience;
  patience.linger = 20ms;
  live_server server(limiter, on_store_error::open, patience);
  raw_client client(server.port());

  CHECK(client.ask(get("a", "Connection: close\r\n")).status == 200);
  while (client.send("more")) continue;

  CHECK(limiter.asked().size() == 1);
}

TEST_CASE("stopping closes idle connections and answers what is under way", "[node]") {
  held_limiter limiter;
  live_server server(limiter);
  raw_client idle(server.port());
  CHECK(idle.ask("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
  raw_client busy(server.port());
  busy.send(get("a"));
  limiter.await_question();

  auto const stopped = server.begin_stop(20s);
  CHECK(idle.rest().empty());
  CHECK_THROWS_WITH(raw_client(server.port()), Catch::Contains("cannot connect"));
  server.post([&limiter] { limiter.let_go(); });
  auto const answer = busy.read();
  stopped.wait();

  CHECK(answer.status == 200);
  CHECK(answer.header("Connection") == "close");
  CHECK(busy.rest().empty());
}

TEST_CASE("stopping does not wait longer than its grace for a limiter that hangs", "[node]") {
  held_limiter limiter;
  live_server server(limiter);
  raw_client busy(server.port());
  busy.send(get("a"));
  limiter.await_question();

  server.begin_stop(1ms).wait();

  CHECK(busy.rest().empty());
}
