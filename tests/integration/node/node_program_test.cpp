#include "tests/integration/node/node_process.hpp"
#include "tests/unit/node/raw_client.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a node serves by its limiter, says what it did and leaves cleanly", "[integration]") {
  node_process node("naive");
  raw_client client(node.port());

  int admitted = 0;
  for (int i = 0; i < 12; ++i)
    if (client.ask(get("alice")).status == 200) ++admitted;
  auto const denial = client.ask(get("alice"));
  node.ask_to_stop();

  CHECK(admitted == 10);
  CHECK(denial.status == 429);
  CHECK(denial.header("Retry-After") == denial.header("RateLimit-Reset"));
  CHECK(node.end() == "exit status 0");
  CHECK(node.log().find("node-1: requests=13 admitted=10 denied=3 refused=0 script_errors=0 "
                        "degraded=0\n") != std::string::npos);
}

TEST_CASE("the threads of a node answer on one port and count together", "[integration]") {
  node_process node("naive", {"--threads", "2"});
  auto const port = node.port();

  for (int i = 0; i < 40; ++i) {
    raw_client client(port);
    CHECK(client.ask(get("client-" + std::to_string(i))).status == 200);
  }
  node.ask_to_stop();

  CHECK(node.end() == "exit status 0");
  CHECK(node.log().find("requests=40 admitted=40") != std::string::npos);
}

TEST_CASE("a node on a taken port says so and exits with 3", "[integration]") {
  node_process const first("naive", {"--threads", "2"});
  auto const port = std::to_string(first.port());
  node_process const second("naive", {"--threads", "2", "--port", port});

  CHECK(second.end() == "exit status 3");
  CHECK(second.log() == "limitproof-node: cannot listen on 127.0.0.1:" + port +
                            ": Address already in use; choose another --port, or 0 for a free "
                            "one\n");
}

TEST_CASE("a node that is told nonsense says so in a sentence and exits with 2", "[integration]") {
  node_process const bad_flag("naive", {"--on-store-error", "maybe"});
  node_process const no_plugin("no-such-limiter");
  node_process const no_store("redis-token-bucket");

  CHECK(bad_flag.end() == "exit status 2");
  CHECK(bad_flag.log() ==
        "limitproof-node: --on-store-error is \"maybe\"; it must be open, closed or local\n");
  CHECK(no_plugin.end() == "exit status 2");
  CHECK(no_plugin.log().find("no-such-limiter") != std::string::npos);
  CHECK(no_store.end() == "exit status 2");
  CHECK(no_store.log().find("--store HOST:PORT") != std::string::npos);
}
