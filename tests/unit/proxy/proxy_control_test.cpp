#include "tests/unit/proxy/proxied_peers.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("a proxy that has lost its control connection ends, and resets what it carried",
          "[proxy]") {
  proxied_peers peers;
  auto const node = peers.connect();
  auto const store = peers.accept();
  send_all(node, "x");
  REQUIRE(receive(store, 1) == "x");

  CHECK(peers.lose_control().has_value());

  CHECK(end_of(node) == ECONNRESET);
  CHECK(end_of(store) == ECONNRESET);
  CHECK_THROWS(connected_to(peers.where()));
}

TEST_CASE("only one connection controls a proxy", "[proxy]") {
  proxied_peers peers;
  REQUIRE(peers.tell(R"({"at":"0s","fault":"heal","target":"store"})") == "ok");

  CHECK_THROWS(connected_to(peers.control()));
}

TEST_CASE("what a proxy cannot do is refused by its name, and changes nothing", "[proxy]") {
  proxied_peers peers;

  CHECK_THAT(peers.tell(R"({"at":"0s","fault":"kill","target":"store"})"),
             Catch::StartsWith("\"kill\" is nothing a proxy can do"));
  CHECK_THAT(peers.tell(R"({"at":"0s","fault":"slow","target":"store"})"),
             Catch::Contains("the control connection") && Catch::Contains("\"latency\""));
  CHECK_THAT(peers.tell("slow"), Catch::Contains("the control connection"));

  auto const node = peers.connect();
  auto const store = peers.accept();
  send_all(node, "x");
  CHECK(receive(store, 1) == "x");
}

TEST_CASE("a line that never ends costs the control", "[proxy]") {
  proxied_peers peers;

  CHECK(peers.tell(std::string(5'000, 'x')).empty());
  CHECK(peers.lose_control().error().code == errc::bad_file);
}

}  // namespace limitproof
