#include "harness/stack/local_stack.hpp"

#include "harness/redis/blocking_redis.hpp"
#include "harness/stack/file_descriptor.hpp"
#include "tests/integration/stack/killed_harness.hpp"
#include "tests/integration/stack/stack_under_test.hpp"

#include <csignal>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace limitproof {

namespace {

using milliseconds = std::chrono::milliseconds;

std::set<address const*> all_addresses(endpoints const& reached) {
  std::set<address const*> all{&reached.balancer, &*reached.store};
  for (auto const& node : reached.nodes) all.insert(&node.http);
  return all;
}

/// The inodes of all listening TCP sockets, by port (proc(5), /proc/net/tcp): a port may be taken
/// by somebody else right after it was left, and an inode says whose socket it is.
std::multimap<std::uint16_t, std::uint64_t> listening_sockets() {
  constexpr auto listening = "0A";
  std::multimap<std::uint16_t, std::uint64_t> sockets;
  std::istringstream lines(text_of("/proc/net/tcp"));
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string slot, local, remote, state, queues, timer, retransmits, user, timeout;
    std::uint64_t inode = 0;
    fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
        timeout >> inode;
    auto const port = std::stoul(local.substr(local.find(':') + 1), nullptr, 16);
    if (state == listening) sockets.emplace(static_cast<std::uint16_t>(port), inode);
  }
  return sockets;
}

/// Of the sockets that listen where a stack is reached.
std::set<std::uint64_t> sockets_of(endpoints const& reached) {
  auto const all = listening_sockets();
  std::set<std::uint64_t> inodes;
  for (auto const* const where : all_addresses(reached)) {
    auto const [begin, end] = all.equal_range(where->port);
    for (auto at = begin; at != end; ++at) inodes.insert(at->second);
  }
  return inodes;
}

pid_t child_showing(std::string const& text) {
  for (auto const pid : children_of(::getpid()))
    if (text_of("/proc/" + std::to_string(pid) + "/cmdline").find(text) != std::string::npos)
      return pid;
  FAIL("no child shows " << text);
  return 0;
}

/// Sends `count` requests over one connection and counts which node answered how many.
std::map<std::string, int> ask_over_one_connection(address const& where, int count) {
  auto const socket = connected_to(where);
  std::string requests;
  for (int i = 1; i <= count; ++i)
    requests += std::string("GET / HTTP/1.1\r\nHost: a\r\n") +
                (i == count ? "Connection: close\r\n\r\n" : "\r\n");
  REQUIRE(::send(socket.get(), requests.data(), requests.size(), 0) ==
          static_cast<ssize_t>(requests.size()));

  std::string answers;
  char buffer[4096];
  for (ssize_t size = 1; size > 0; size = ::recv(socket.get(), buffer, sizeof buffer, 0))
    if (size > 1) answers.append(buffer, static_cast<std::size_t>(size));
  std::map<std::string, int> by_node;
  for (auto at = answers.find("node-"); at != std::string::npos; at = answers.find("node-", at + 1))
    ++by_node[answers.substr(at, 6)];
  return by_node;
}

}  // namespace

TEST_CASE("every node answers in turn through the balancer", "[integration]") {
  stack_under_test under_test;
  auto const begin = std::chrono::steady_clock::now();
  auto const reached = under_test.local->up().value();
  auto const took = std::chrono::steady_clock::now() - begin;
  WARN("up took " << std::chrono::duration_cast<milliseconds>(took).count() << " ms");

  REQUIRE(reached.nodes.size() == 3);
  REQUIRE(reached.store);
  REQUIRE(reached.clock);
  CHECK(reached.clock->bound_us >= 0);
  std::map<std::string, int> const even = {{"node-1", 10}, {"node-2", 10}, {"node-3", 10}};
  std::map<std::string, int> answered;
  for (int i = 0; i < 30; ++i) ++answered[ask_for_node(reached.balancer)];
  CHECK(answered == even);
  CHECK(ask_over_one_connection(reached.balancer, 30) == even);
  for (auto const& node : reached.nodes) CHECK(ask_for_node(node.http) == node.name);
  CHECK(under_test.local->alive().has_value());
}

TEST_CASE("the balancer has nothing to complain about in its configuration", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());

  CHECK(under_test.log("haproxy").empty());
}

TEST_CASE("a stack that balances by source address becomes ready too", "[integration]") {
  stack_under_test under_test("answers", never, {.balance = balance_method::source});

  CHECK(under_test.local->up().has_value());
}

TEST_CASE("nodes are told the limiter, the policy, the store and what to do without it",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();

  auto const told = under_test.log("node-2");
  CHECK(told.find("--name node-2\n") != std::string::npos);
  CHECK(told.find("--limiter /limiters/answers\n") != std::string::npos);
  CHECK(told.find("--on-store-error open\n") != std::string::npos);
  CHECK(told.find("--store 127.0.0.1:" + std::to_string(reached.store->port) + "\n") !=
        std::string::npos);
  CHECK(told.find("--policy {\"limit\":50,\"per\":\"1s\",\"burst\":100}\n") != std::string::npos);
}

TEST_CASE("taking a stack down leaves no process and no port", "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  auto const children = children_of(::getpid());
  REQUIRE(children.size() == 5);
  auto const listened = sockets_of(reached);
  REQUIRE(listened.size() == 5);

  under_test.local->down();
  for (auto const child : children) CHECK(state_of(child).state == 'X');
  for (auto const& [port, inode] : listening_sockets()) CHECK_FALSE(listened.contains(inode));
  CHECK(under_test.log("node-1").find("node-1 served ") != std::string::npos);
  under_test.local->down();
}

TEST_CASE("a stack that was taken down can be brought up again", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());
  under_test.local->down();

  CHECK(under_test.local->up().has_value());
}

TEST_CASE("destroying a stack takes it down", "[integration]") {
  std::vector<pid_t> children;
  {
    stack_under_test under_test;
    REQUIRE(under_test.local->up().has_value());
    children = children_of(::getpid());
    REQUIRE(children.size() == 5);
  }

  for (auto const child : children) CHECK(state_of(child).state == 'X');
}

TEST_CASE("no child outlives a harness that was killed", "[integration]") {
  stack_under_test under_test;
  require_no_orphans(under_test, 5, [] { return true; });
}

TEST_CASE("a killed child is told with its status and its last words", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());
  auto const [shown, name, words] = GENERATE(
      table<std::string, std::string, std::string>({{"node-2", "node-2", "listening on"},
                                                    {"haproxy.cfg", "haproxy", ""},
                                                    {"redis-server", "redis", "Ready to"}}));
  ::kill(child_showing(shown), SIGKILL);

  REQUIRE(eventually([&] { return under_test.local->alive().has_error(); }));
  auto const death = under_test.local->alive().error();
  CHECK(death.code == errc::stack_failed);
  CHECK(death.what.find(name + " ended (killed by signal 9)") == 0);
  CHECK(death.what.find(words) != std::string::npos);
}

TEST_CASE("a node that dies on start is told and nothing is left", "[integration]") {
  stack_under_test under_test("dies");
  auto const reached = under_test.local->up();

  REQUIRE(reached.has_error());
  CHECK(reached.error().code == errc::stack_failed);
  CHECK(reached.error().what.find("node-2 ended (exit status 1)") == 0);
  CHECK(reached.error().what.find("  this limiter cannot be loaded\n") != std::string::npos);
  CHECK(children_of(::getpid()).empty());
}

TEST_CASE("a user can interrupt a stack that does not come up", "[integration]") {
  auto const manner = GENERATE(as<std::string>(), "mute", "deaf");
  std::atomic<bool> stop = false;
  stack_under_test under_test(manner, stop);
  auto const waits_for =
      under_test.folder.path() / (manner == "mute" ? "node-3.log" : "haproxy.sock");
  std::thread user([&] {
    eventually([&] { return std::filesystem::exists(waits_for); });
    stop = true;
  });
  auto const reached = under_test.local->up();
  user.join();

  REQUIRE(reached.has_error());
  CHECK(reached.error().code == errc::interrupted);
  CHECK(children_of(::getpid()).empty());
}

TEST_CASE("a log folder may have a path too long for a socket", "[integration]") {
  temporary_directory const folder;
  auto const logs = folder.path() / std::string(120, 'x');
  std::filesystem::create_directory(logs);
  auto const local = make_local_stack({.node_program = STUB_NODE,
                                       .limiter_folder = "/limiters/answers",
                                       .policy = {{{}}},
                                       .spec = {},
                                       .logs = logs,
                                       .stop = never});

  REQUIRE(local->up().has_value());
  CHECK(std::filesystem::is_socket(logs / "haproxy.sock"));
  local->down();
  CHECK_FALSE(std::filesystem::exists(logs / "haproxy.sock"));
}

TEST_CASE("without its node program a stack starts nothing", "[integration]") {
  temporary_directory const folder;
  auto const local = make_local_stack({.node_program = "/no/such/node",
                                       .limiter_folder = "/limiters/answers",
                                       .policy = {{{}}},
                                       .spec = {},
                                       .logs = folder.path(),
                                       .stop = never});
  auto const reached = local->up();

  REQUIRE(reached.has_error());
  CHECK(reached.error().code == errc::missing_program);
  CHECK(reached.error().what.find("/no/such/node") != std::string::npos);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a snapshot counts keys, bytes and the commands since up", "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  auto const empty = under_test.local->snapshot().value()->figures;
  CHECK(empty.keys == 0);
  CHECK(empty.bytes_per_key == 0);
  CHECK(empty.commands.empty());

  blocking_redis store(*reached.store, std::chrono::seconds(2));
  for (int i = 0; i < 1500; ++i)
    REQUIRE(store.command({"SET", "k" + std::to_string(i), std::string(200, 'v')}).has_value());
  auto const full = under_test.local->snapshot().value()->figures;
  CHECK(full.keys == 1500);
  CHECK(full.bytes_per_key > 200);
  CHECK(full.bytes_per_key < 400);
  std::map<std::string, std::int64_t> const commands(full.commands.begin(), full.commands.end());
  CHECK(commands.at("set") == 1500);
}

TEST_CASE("two stacks run side by side and do not notice each other", "[integration]") {
  stack_under_test first;
  stack_under_test second;
  auto const one = first.local->up().value();
  auto const other = second.local->up().value();
  blocking_redis store(*one.store, std::chrono::seconds(2));
  REQUIRE(store.command({"SET", "mine", "1"}).has_value());

  CHECK(second.local->snapshot().value()->figures.keys == 0);
  first.local->down();
  CHECK(second.local->alive().has_value());
  CHECK(ask_for_node(other.balancer).starts_with("node-"));
}

}  // namespace limitproof
