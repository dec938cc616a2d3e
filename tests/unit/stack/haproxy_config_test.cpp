#include "harness/stack/haproxy_config.hpp"

#include <csignal>
#include <functional>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace limitproof {

namespace {

haproxy_values some_values() {
  return {.bind = "127.0.0.1:4000",
          .admin_socket = "unix@haproxy.sock",
          .ready_path = "/ready",
          .max_connections = 500,
          .balance = balance_method::leastconn,
          .nodes = {{"node-1", {"127.0.0.1", 4001}}, {"node-2", {"127.0.0.1", 4002}}}};
}

std::string const all_placeholders =
    "max @MAX_CONNECTIONS@\nsocket @ADMIN_SOCKET@\nbind @BIND@\nready @READY_PATH@\n"
    "balance @BALANCE@\n@SERVERS@\n";

bool aborts(std::function<void()> const& action) {
  auto const child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
    std::signal(SIGABRT, SIG_DFL);  // Catch's handler would report a failure
    action();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

bool has_line(std::string const& config, std::string const& line) {
  return config.find("\n    " + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("every placeholder of a balancer template is filled in") {
  CHECK(haproxy_config(all_placeholders, some_values()) ==
        "max 500\nsocket unix@haproxy.sock\nbind 127.0.0.1:4000\nready /ready\n"
        "balance leastconn\n"
        "    server node-1 127.0.0.1:4001\n    server node-2 127.0.0.1:4002\n");
}

TEST_CASE("an @ in a balancer template that is no placeholder stays") {
  auto const text = all_placeholders + "# me@home, @ and unix@here\n";

  auto const config = haproxy_config(text, some_values());
  CHECK(config.ends_with("# me@home, @ and unix@here\n"));
}

TEST_CASE("a placeholder without a value and a value without a place are bugs") {
  CHECK_FALSE(aborts([] { (void)haproxy_config(all_placeholders, some_values()); }));
  CHECK(aborts([] { (void)haproxy_config(all_placeholders + "@USER@", some_values()); }));
  CHECK(aborts([] { (void)haproxy_config("bind @BIND@", some_values()); }));
}

TEST_CASE("the balancer's configuration listens on the given address alone and names every node") {
  auto const config = haproxy_config(haproxy_template, some_values());

  CHECK(has_line(config, "bind 127.0.0.1:4000"));
  CHECK(config.find("\n    bind ") == config.rfind("\n    bind "));
  CHECK(has_line(config, "server node-1 127.0.0.1:4001"));
  CHECK(has_line(config, "server node-2 127.0.0.1:4002"));
  CHECK(has_line(config, "monitor-uri /ready"));
  CHECK(
      has_line(config, "stats socket unix@haproxy.sock mode 600 level admin expose-fd listeners"));
}

TEST_CASE("the balancer never sends a request twice and never shares its port") {
  auto const config = haproxy_config(haproxy_template, some_values());

  CHECK(has_line(config, "retries 0"));
  CHECK(has_line(config, "no option redispatch"));
  CHECK(config.find("retry-on") == std::string::npos);
  CHECK(has_line(config, "noreuseport"));
}

TEST_CASE("the balancer keeps no setting that would clear the parent-death signal") {
  auto const config = haproxy_config(haproxy_template, some_values());

  for (auto const* const setting : {"\n    user ", "\n    group ", "\n    uid ", "\n    chroot "})
    CHECK(config.find(setting) == std::string::npos);
}

TEST_CASE("every balance method of a scenario reaches the balancer") {
  for (auto const& [method, name] : enum_names<balance_method>) {
    auto values = some_values();
    values.balance = method;
    CHECK(has_line(haproxy_config(haproxy_template, values), "balance " + std::string(name)));
  }
}

}  // namespace limitproof
