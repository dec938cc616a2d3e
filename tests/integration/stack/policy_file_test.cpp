#include "harness/codec/policy_set_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "tests/integration/stack/stack_under_test.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <sys/socket.h>

namespace limitproof {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

policy_set only(std::string const& name, std::int64_t permits) {
  policy_set set;
  set.policies = {{name, {{limit{permits, 1s, permits}}}}};
  set.rules = {{.policy = name}};
  return set;
}

std::unique_ptr<stack> stack_of_policies(fs::path const& logs, std::string const& limiter) {
  auto const few = only("few", 2);
  return make_local_stack(
      {.node_program = STUB_NODE,
       .limiter_folder = "/limiters/" + limiter,
       .policy = {},
       .spec = {.nodes = 2},
       .logs = logs,
       .stop = never,
       .policies = only("many", 50),
       .updates = {{"strict", {encode_policy_set(few), few}}, {"broken", {"{", std::nullopt}}}});
}

void push(stack& local, std::string const& update) {
  auto const done = local.inject({0s, fault_action::push, update});
  INFO(update << ": " << (done ? "" : done.error().what));
  REQUIRE(done.has_value());
}

std::string read_all(std::ifstream& in) {
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Sends a request of these lines over a connection of its own; returns when it was answered.
void send_lines(address const& where, std::string const& lines) {
  auto const socket = connected_to(where);
  auto const request = "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
  REQUIRE(::send(socket.get(), request.data(), request.size(), 0) > 0);
  char first = 0;
  REQUIRE(::recv(socket.get(), &first, 1, 0) == 1);
}

}  // namespace

TEST_CASE("nodes are told the file of several policies, and each push replaces it whole",
          "[integration]") {
  temporary_directory const logs;
  auto const file = logs.path() / "policies.json";
  auto const local = stack_of_policies(logs.path(), "answers");
  REQUIRE(local->up().has_value());
  CHECK(text_of(logs.path() / "node-1.log").find("--policies " + file.string() + "\n") !=
        std::string::npos);
  CHECK(read_text(file).value() == encode_policy_set(only("many", 50)));

  std::ifstream opened_before(file);
  push(*local, "strict");
  CHECK(read_text(file).value() == encode_policy_set(only("few", 2)));
  CHECK(read_all(opened_before) == encode_policy_set(only("many", 50)));

  push(*local, "broken");
  CHECK(read_text(file).value() == "{");
  for (auto const& entry : fs::directory_iterator(logs.path()))
    CHECK(entry.path().extension() != ".unfinished");
}

TEST_CASE("the balancer drops a client's word for its tier and its cost, and nothing else of it",
          "[integration]") {
  temporary_directory const logs;
  auto const local = stack_of_policies(logs.path(), "tells");
  auto const reached = local->up().value();
  std::string const lines =
      "X-Tier: paid\r\nx-tier: gold\r\nX-Request-Cost: 0\r\nX-Tiers: several\r\n"
      "X-Forwarded-For: 203.0.113.1\r\n";

  send_lines(reached.balancer, lines);
  auto const told = text_of(logs.path() / "node-1.log") + text_of(logs.path() / "node-2.log");
  CHECK_THAT(told, Catch::Contains("x-tiers: several"));
  CHECK_THAT(told, Catch::Contains("203.0.113.1"));
  CHECK_THAT(told, Catch::Contains("x-forwarded-for: 127.0.0.1"));
  for (auto const* dropped : {"paid", "gold", "x-request-cost"})
    CHECK_THAT(told, !Catch::Contains(dropped));

  send_lines(reached.nodes[0].http, lines);
  CHECK_THAT(text_of(logs.path() / "node-1.log"), Catch::Contains("X-Tier: paid"));
}

}  // namespace limitproof
