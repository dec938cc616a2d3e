#include "harness/redis/blocking_redis.hpp"
#include "tests/integration/stack/killed_harness.hpp"
#include "tests/integration/stack/stack_under_test.hpp"
#include "tests/unit/stack/listener.hpp"

#include <csignal>
#include <optional>
#include <set>
#include <thread>

#include <catch2/catch.hpp>
#include <unistd.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

fault of(fault_action action, std::string target, duration offset = {}) {
  return {0s, action, std::move(target), offset};
}

void inject(stack_under_test& under_test, fault const& what) {
  auto const done = under_test.local->inject(what);
  INFO(what.target << ": " << (done ? "" : done.error().what));
  REQUIRE(done.has_value());
}

/// Our children whose command line shows `text`, those that are zombies left out.
std::set<pid_t> children_showing(std::string const& text) {
  std::set<pid_t> found;
  for (auto const pid : children_of(::getpid()))
    if (is_running(pid) &&
        text_of("/proc/" + std::to_string(pid) + "/cmdline").find(text) != std::string::npos)
      found.insert(pid);
  return found;
}

bool answers(address const& where) {
  probe const question{
      .to = where, .path = "/", .deadline = std::chrono::steady_clock::now() + 20s};
  auto const answer = send_probe(question);
  return answer && answer->status == 200;
}

std::set<std::string> nodes_behind(address const& balancer) {
  std::set<std::string> names;
  for (int i = 0; i < 12; ++i) names.insert(ask_for_node(balancer));
  return names;
}

std::set<std::string> const all_three = {"node-1", "node-2", "node-3"};

/// How far the clock that this node tells is ahead of ours.
duration ahead_of_us(address const& node) {
  auto const socket = connected_to(node);
  std::string const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  REQUIRE(::send(socket.get(), request.data(), request.size(), 0) > 0);
  std::string answer;
  char buffer[1024];
  while (answer.find("\r\n\r\n") == std::string::npos) {
    auto const size = ::recv(socket.get(), buffer, sizeof buffer, 0);
    REQUIRE(size > 0);
    answer.append(buffer, static_cast<std::size_t>(size));
  }
  std::string const header = "X-Arrived-At-Us: ";
  auto const told =
      std::chrono::microseconds(std::stoll(answer.substr(answer.find(header) + header.size())));
  return told - std::chrono::system_clock::now().time_since_epoch();
}

/// A machine under load may keep an answer for long, but not for half a minute.
bool is_about(duration found, duration expected) {
  return found <= expected && found > expected - 30s;
}

}  // namespace

TEST_CASE("a node that was killed on purpose is missed by nobody until it is restarted",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  inject(under_test, of(fault_action::kill, "node-2"));

  CHECK(children_showing("node-2").empty());
  CHECK(under_test.local->alive().has_value());
  CHECK_FALSE(answers(reached.nodes[1].http));

  inject(under_test, of(fault_action::restart, "node-2"));
  CHECK(ask_for_node(reached.nodes[1].http) == "node-2");
  CHECK(nodes_behind(reached.balancer) == all_three);
  CHECK(under_test.local->alive().has_value());
}

TEST_CASE("a node that dies after it was restarted is missed again", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());
  inject(under_test, of(fault_action::kill, "node-2"));
  inject(under_test, of(fault_action::restart, "node-2"));

  ::kill(*children_showing("node-2").begin(), SIGKILL);
  REQUIRE(eventually([&] { return under_test.local->alive().has_error(); }));
  CHECK(under_test.local->alive().error().what.find("node-2 ended (killed by signal 9)") == 0);
}

TEST_CASE("a restart is a new process in the old place, and the old one's log is kept",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  auto const before = children_showing("node-1");
  inject(under_test, of(fault_action::restart, "node-1"));
  inject(under_test, of(fault_action::restart, "node-1"));

  auto const after = children_showing("node-1");
  REQUIRE(after.size() == 1);
  CHECK(after != before);
  CHECK(ask_for_node(reached.nodes[0].http) == "node-1");
  CHECK(nodes_behind(reached.balancer) == all_three);
  for (auto const* const life : {"node-1.1", "node-1.2"})
    CHECK(under_test.log(life).find("node-1 served ") != std::string::npos);
  CHECK(under_test.log("node-1").find("listening on") != std::string::npos);
}

TEST_CASE("what is stopped answers nothing and is alive, and goes on when it is continued",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  inject(under_test, of(fault_action::stop, "node-3"));

  auto const stopped = *children_showing("node-3").begin();
  CHECK(eventually([&] { return state_of(stopped).state == 'T'; }));
  CHECK(under_test.local->alive().has_value());

  inject(under_test, of(fault_action::resume, "node-3"));
  CHECK(ask_for_node(reached.nodes[2].http) == "node-3");
}

TEST_CASE("a store that was killed has no snapshot, and restarts empty in its place",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  REQUIRE(blocking_redis(*reached.store, 2s).command({"SET", "key", "1"}).has_value());
  inject(under_test, of(fault_action::kill, "store"));
  CHECK(under_test.local->alive().has_value());
  CHECK_FALSE(under_test.local->snapshot().value());

  inject(under_test, of(fault_action::restart, "store"));
  CHECK(blocking_redis(*reached.store, 2s).command({"DBSIZE"}).value().integer == 0);
  CHECK(under_test.local->snapshot().value()->figures.keys == 0);
}

TEST_CASE("a store that is stopped has no snapshot", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());
  inject(under_test, of(fault_action::stop, "store"));
  CHECK_FALSE(under_test.local->snapshot().value());

  inject(under_test, of(fault_action::resume, "store"));
  CHECK(under_test.local->snapshot().value());
}

TEST_CASE("a flush forgets keys, and another one scripts", "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  blocking_redis store(*reached.store, 2s);
  REQUIRE(store.command({"SET", "key", "1"}).has_value());
  auto const sha = store.command({"SCRIPT", "LOAD", "return 1"}).value().text;
  auto const knows_script = [&] {
    return store.command({"SCRIPT", "EXISTS", sha}).value().elements.at(0).integer == 1;
  };

  inject(under_test, of(fault_action::flush, "store"));
  CHECK(store.command({"DBSIZE"}).value().integer == 0);
  CHECK(knows_script());

  inject(under_test, of(fault_action::flush_scripts, "store"));
  CHECK_FALSE(knows_script());
}

TEST_CASE("a balancer restarts in its place", "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  auto const before = children_showing("haproxy.cfg");
  inject(under_test, of(fault_action::restart, "balancer"));

  CHECK(children_showing("haproxy.cfg") != before);
  CHECK(nodes_behind(reached.balancer) == all_three);
}

TEST_CASE("while a balancer reloads nobody is turned away, and its old process ends",
          "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  auto const before = children_showing("haproxy.cfg");
  std::atomic<bool> over = false;
  int asked = 0;
  int turned_away = 0;
  std::thread client([&] {
    for (; !over || asked < 50; ++asked) turned_away += answers(reached.balancer) ? 0 : 1;
  });
  auto const first = under_test.local->inject(of(fault_action::reload, "balancer"));
  auto const second = under_test.local->inject(of(fault_action::reload, "balancer"));
  over = true;
  client.join();

  CHECK(first.has_value());
  CHECK(second.has_value());
  CHECK(turned_away == 0);
  CHECK(eventually([] { return children_showing("haproxy.cfg").size() == 1; }));
  CHECK(children_showing("haproxy.cfg") != before);
  CHECK(under_test.local->alive().has_value());
  CHECK(nodes_behind(reached.balancer) == all_three);
}

TEST_CASE("nodes start with the clocks they were given, and one is set while it runs",
          "[integration]") {
  stack_under_test under_test(
      "answers", never, {.nodes = 3, .node_clocks = {0s, 1h}}, /*clocks_are_set=*/true);
  auto const reached = under_test.local->up().value();
  CHECK(is_about(ahead_of_us(reached.nodes[0].http), 0s));
  CHECK(is_about(ahead_of_us(reached.nodes[1].http), 1h));
  CHECK(is_about(ahead_of_us(reached.nodes[2].http), 0s));

  inject(under_test, of(fault_action::clock, "node-3", -2h));
  CHECK(is_about(ahead_of_us(reached.nodes[2].http), -2h));
  CHECK(is_about(ahead_of_us(reached.nodes[1].http), 1h));

  inject(under_test, of(fault_action::restart, "node-3"));
  CHECK(is_about(ahead_of_us(reached.nodes[2].http), -2h));
}

TEST_CASE("nodes with clocks of their own leave no name behind when they are killed",
          "[integration]") {
  stack_under_test under_test("answers", never, {.nodes = 1, .node_clocks = {1s}});
  REQUIRE(under_test.local->up().has_value());
  auto const node = std::to_string(*children_showing("node-1").begin());
  inject(under_test, of(fault_action::kill, "node-1"));

  CHECK_FALSE(std::filesystem::exists("/dev/shm/faketime_shm_" + node));
  CHECK_FALSE(std::filesystem::exists("/dev/shm/sem.faketime_sem_" + node));
}

TEST_CASE("a fault that cannot be carried out is told by its name", "[integration]") {
  stack_under_test under_test;
  auto const reached = under_test.local->up().value();
  inject(under_test, of(fault_action::kill, "node-2"));
  listener const taken(reached.nodes[1].http.port);

  auto const done = under_test.local->inject(of(fault_action::restart, "node-2"));
  REQUIRE(done.has_error());
  CHECK(done.error().code == errc::stack_failed);
  CHECK(done.error().what.find("the fault \"restart\" of node-2: node-2 ended") == 0);
}

TEST_CASE("faults leave no process when the stack is taken down", "[integration]") {
  stack_under_test under_test;
  REQUIRE(under_test.local->up().has_value());
  inject(under_test, of(fault_action::kill, "node-1"));
  inject(under_test, of(fault_action::stop, "node-2"));
  inject(under_test, of(fault_action::restart, "node-3"));
  inject(under_test, of(fault_action::reload, "balancer"));
  inject(under_test, of(fault_action::stop, "balancer"));

  under_test.local->down();
  CHECK(children_of(::getpid()).empty());
}

TEST_CASE("no child outlives a harness that was killed amid its faults", "[integration]") {
  stack_under_test under_test;
  require_no_orphans(under_test, std::nullopt, [&] {
    bool done = true;
    for (auto const& what : {of(fault_action::kill, "node-1"),
                             of(fault_action::stop, "node-2"),
                             of(fault_action::restart, "node-3"),
                             of(fault_action::reload, "balancer"),
                             of(fault_action::stop, "balancer")})
      done = done && under_test.local->inject(what).has_value();
    return done;
  });
}

TEST_CASE("a proxy spoils the nodes' way to the store and not ours, and ends with the stack",
          "[integration]") {
  stack_under_test under_test("answers", never, {.nodes = 1}, false, PROXY);
  auto const reached = under_test.local->up().value();
  REQUIRE(children_showing("limitproof-proxy").size() == 1);

  inject(under_test, of(fault_action::blackhole, "store"));
  CHECK(blocking_redis(*reached.store, 20s).command({"PING"}).has_value());
  inject(under_test, of(fault_action::heal, "store"));

  under_test.local->down();
  CHECK(children_of(::getpid()).empty());
}

TEST_CASE("a proxy that dies is missed", "[integration]") {
  stack_under_test under_test("answers", never, {.nodes = 1}, false, PROXY);
  REQUIRE(under_test.local->up().has_value());

  ::kill(*children_showing("limitproof-proxy").begin(), SIGKILL);

  REQUIRE(eventually([&] { return under_test.local->alive().has_error(); }));
  CHECK(under_test.local->alive().error().what.find("proxy ended (killed by signal 9)") == 0);
}

TEST_CASE("no proxy outlives a harness that was killed", "[integration]") {
  stack_under_test under_test("answers", never, {.nodes = 1}, false, PROXY);
  require_no_orphans(under_test, 4, [&] {
    return under_test.local->inject(of(fault_action::reset, "store")).has_value();
  });
}

}  // namespace limitproof
