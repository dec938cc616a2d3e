#include "harness/stack/readiness.hpp"

#include "tests/unit/stack/stub_http_server.hpp"

#include <atomic>
#include <set>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::atomic<bool> const never = false;
constexpr duration long_enough = std::chrono::seconds(20);

result<void> all_alive() {
  return {};
}

std::string answer_of(std::string const& node) {
  return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Node: " + node + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a stack is ready when every node has answered, and not before") {
  std::vector<std::string> const turns = {
      "node-1", "node-1", "stranger", "node-3", "node-2", "late"};
  std::size_t requests = 0;
  {
    stub_http_server const balancer(
        [&](std::string const&) { return answer_of(turns.at(requests++)); });
    auto const ready = await_every_node(balancer.where(),
                                        {"node-1", "node-2", "node-3"},
                                        all_alive,
                                        wait_limit(long_enough, never));
    CHECK(ready.has_value());
  }

  CHECK(requests == 5);
}

TEST_CASE("an answer other than 200 does not make a node ready") {
  int requests = 0;
  {
    stub_http_server const balancer([&](std::string const&) -> std::string {
      if (++requests < 3) return "HTTP/1.1 500 No\r\nX-Node: node-1\r\n\r\n";
      return answer_of("node-1");
    });
    auto const ready =
        await_every_node(balancer.where(), {"node-1"}, all_alive, wait_limit(long_enough, never));
    CHECK(ready.has_value());
  }

  CHECK(requests == 3);
}

TEST_CASE("when time is over, the missing nodes are named and the others are not") {
  stub_http_server const balancer([](std::string const&) { return answer_of("node-2"); });
  auto const ready = await_every_node(balancer.where(),
                                      {"node-1", "node-2", "node-3"},
                                      all_alive,
                                      wait_limit(std::chrono::milliseconds(20), never));

  REQUIRE(ready.has_error());
  CHECK(ready.error().code == errc::stack_failed);
  CHECK(ready.error().what.find("from node-1, node-3 to GET /healthz") != std::string::npos);
  CHECK(ready.error().what.find("node-2") == std::string::npos);
}

TEST_CASE("a death ends the wait for readiness with its own error") {
  auto const ready = await_every_node(
      address{.port = 1},
      {"node-1"},
      []() -> result<void> {
        return error{errc::stack_failed, "node-1 ended"};
      },
      wait_limit(long_enough, never));

  REQUIRE(ready.has_error());
  CHECK(ready.error().what == "node-1 ended");
}

TEST_CASE("a user who asks to stop ends the wait for readiness") {
  std::atomic<bool> stop = false;
  stub_http_server const balancer([&](std::string const&) -> std::string {
    stop = true;
    return "HTTP/1.1 503 No\r\n\r\n";
  });
  auto const ready =
      await_every_node(balancer.where(), {"node-1"}, all_alive, wait_limit(long_enough, stop));

  REQUIRE(ready.has_error());
  CHECK(ready.error().code == errc::interrupted);
}

TEST_CASE("a page is awaited until it is answered with 200") {
  std::vector<std::string> paths;
  {
    stub_http_server const server([&](std::string const& request) {
      paths.push_back(request.substr(4, request.find(' ', 4) - 4));
      return paths.size() < 3 ? "HTTP/1.1 404 No\r\n\r\n" : "HTTP/1.0 200 OK\r\n\r\n";
    });
    auto const ready =
        await_page(server.where(), "/mine", all_alive, wait_limit(long_enough, never));
    CHECK(ready.has_value());
  }

  CHECK(paths == std::vector<std::string>{"/mine", "/mine", "/mine"});
}

}  // namespace limitproof
