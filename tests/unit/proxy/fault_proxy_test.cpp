#include "harness/model/splitmix64.hpp"
#include "tests/unit/proxy/proxied_peers.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <poll.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;
using monotonic = std::chrono::steady_clock;

std::string const heal = R"({"at":"0s","fault":"heal","target":"store"})";
std::string const reset = R"({"at":"0s","fault":"reset","target":"store"})";
std::string const blackhole = R"({"at":"0s","fault":"blackhole","target":"store"})";
std::string const slow =
    R"({"at":"0s","fault":"slow","target":"store","latency":"30ms","jitter":"5ms"})";
std::string const narrow = R"({"at":"0s","fault":"narrow","target":"store","bandwidth":"1000/s"})";

std::string noise(std::uint64_t seed, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(splitmix64(seed, i) & 0xffU);
  return bytes;
}

/// In pieces of 1 to 3000 bytes, each in a call of its own.
void send_in_pieces(file_descriptor const& socket, std::string const& bytes, std::uint64_t seed) {
  for (std::size_t at = 0, piece = 0; at < bytes.size(); ++piece) {
    auto const size = 1 + splitmix64(seed, piece) % 3'000;
    send_all(socket, bytes.substr(at, size));
    at += size;
  }
}

/// Only lets time pass for a fault to show: nothing hangs on how much.
bool is_silent(file_descriptor const& socket) {
  pollfd wanted{socket.get(), POLLIN, 0};
  return ::poll(&wanted, 1, 20) == 0;
}

struct connected_pair {
  explicit connected_pair(proxied_peers const& peers)
      : node(peers.connect()), store(peers.accept()) {}

  file_descriptor node;
  file_descriptor store;
};

}  // namespace

TEST_CASE("every byte comes out as it went in, both ways at once", "[proxy]") {
  auto const seed = GENERATE(std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3});
  auto const way = GENERATE_REF(heal, slow);
  INFO("seed " << seed << ", " << way);
  proxied_peers peers;
  REQUIRE(peers.tell(way) == "ok");
  connected_pair const pair(peers);
  auto const question = noise(seed, 300'000);
  auto const answer = noise(~seed, 200'000);

  std::thread asking([&] { send_in_pieces(pair.node, question, seed); });
  std::thread answering([&] { send_in_pieces(pair.store, answer, seed); });
  std::string heard;
  std::thread hearing([&] { heard = receive(pair.node, answer.size()); });
  auto const asked = receive(pair.store, question.size());
  for (auto* const thread : {&asking, &answering, &hearing}) thread->join();

  CHECK(asked == question);
  CHECK(heard == answer);
}

TEST_CASE("connections do not hear each other", "[proxy]") {
  proxied_peers const peers;
  connected_pair const first(peers);
  connected_pair const second(peers);

  send_all(first.node, "first");
  send_all(second.node, "other");

  CHECK(receive(first.store, 5) == "first");
  CHECK(receive(second.store, 5) == "other");
}

TEST_CASE("who has ended may still hear the rest", "[proxy]") {
  proxied_peers const peers;
  connected_pair const pair(peers);
  send_all(pair.node, "question");
  ::shutdown(pair.node.get(), SHUT_WR);

  CHECK(receive(pair.store, 8) == "question");
  CHECK(end_of(pair.store) == 0);
  send_all(pair.store, "answer");
  ::shutdown(pair.store.get(), SHUT_WR);

  CHECK(receive(pair.node, 6) == "answer");
  CHECK(end_of(pair.node) == 0);
}

TEST_CASE("a side that resets is seen to reset by the other", "[proxy]") {
  proxied_peers const peers;
  connected_pair pair(peers);
  linger const at_once{1, 0};
  REQUIRE(::setsockopt(pair.store.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);

  pair.store.close();

  CHECK(end_of(pair.node) == ECONNRESET);
}

TEST_CASE("a slow way takes its time there and back", "[proxy]") {
  proxied_peers peers;
  connected_pair const pair(peers);
  REQUIRE(peers.tell(slow) == "ok");

  auto const begun = monotonic::now();
  send_all(pair.node, "ping");
  REQUIRE(receive(pair.store, 4) == "ping");
  auto const there = monotonic::now();
  send_all(pair.store, "pong");
  REQUIRE(receive(pair.node, 4) == "pong");

  CHECK(there - begun >= 30ms);
  CHECK(monotonic::now() - there >= 30ms);
}

TEST_CASE("a narrow way takes as long as its bytes need", "[proxy]") {
  proxied_peers peers;
  connected_pair const pair(peers);
  REQUIRE(peers.tell(narrow) == "ok");
  auto const begun = monotonic::now();

  send_all(pair.node, std::string(100, 'x'));

  CHECK(receive(pair.store, 100).size() == 100);
  CHECK(monotonic::now() - begun >= 100ms);
}

TEST_CASE("a line that is cut holds what is sent, and carries it when it is healed", "[proxy]") {
  proxied_peers peers;
  connected_pair const before(peers);
  REQUIRE(peers.tell(blackhole) == "ok");
  connected_pair const meanwhile(peers);
  send_all(before.node, "before");
  send_all(before.store, "answer");
  send_all(meanwhile.node, "meanwhile");
  CHECK(is_silent(before.store));
  CHECK(is_silent(before.node));
  CHECK(is_silent(meanwhile.store));

  REQUIRE(peers.tell(heal) == "ok");

  CHECK(receive(before.store, 6) == "before");
  CHECK(receive(before.node, 6) == "answer");
  CHECK(receive(meanwhile.store, 9) == "meanwhile");
}

TEST_CASE("what waits for a slow or a narrow way is due when it is healed", "[proxy]") {
  auto const way = GENERATE(as<std::string>{},
                            R"({"at":"0s","fault":"slow","target":"store","latency":"1m"})",
                            R"({"at":"0s","fault":"narrow","target":"store","bandwidth":"1/1h"})");
  proxied_peers peers;
  connected_pair const pair(peers);
  REQUIRE(peers.tell(way) == "ok");
  send_all(pair.node, "patience");

  REQUIRE(peers.tell(heal) == "ok");

  CHECK(receive(pair.store, 8) == "patience");
}

TEST_CASE("what a cut line cannot hold waits with its sender, and none of it is lost", "[proxy]") {
  proxied_peers peers;
  connected_pair const pair(peers);
  REQUIRE(peers.tell(blackhole) == "ok");
  auto const bytes = noise(9, std::size_t{12} << 20);
  std::thread sending([&] { send_all(pair.node, bytes); });

  CHECK(is_silent(pair.store));
  REQUIRE(peers.tell(heal) == "ok");

  CHECK(receive(pair.store, bytes.size()) == bytes);
  sending.join();
}

TEST_CASE("a reset reaches both sides, and new connections while it lasts", "[proxy]") {
  proxied_peers peers;
  connected_pair const pair(peers);
  REQUIRE(peers.tell(reset) == "ok");

  CHECK(end_of(pair.node) == ECONNRESET);
  CHECK(end_of(pair.store) == ECONNRESET);
  auto const refused = peers.connect();
  CHECK(end_of(refused) == ECONNRESET);

  REQUIRE(peers.tell(heal) == "ok");
  connected_pair const again(peers);
  send_all(again.node, "again");
  CHECK(receive(again.store, 5) == "again");
}

}  // namespace limitproof
