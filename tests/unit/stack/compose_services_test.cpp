#include "harness/stack/compose_services.hpp"

#include "harness/stack/haproxy_config.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <atomic>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::atomic<bool> const never{false};

compose_stack_options some_options() {
  return {.limiter_folder = "/plugins here/redis-token-bucket",
          .policy = {},
          .spec = {},
          .logs = "/run",
          .stop = never};
}

published_ports const some_ports{40000, 40001, 40002, {40011, 40012, 40013, 40014, 40015}};

std::map<std::string, compose_service> services_of(compose_stack_options const& options) {
  return compose_services(options, some_ports, "/run/given");
}

bool follows(std::vector<std::string> const& flags,
             std::string const& flag,
             std::string const& value) {
  auto const at = std::find(flags.begin(), flags.end(), flag);
  return at != flags.end() && at + 1 != flags.end() && *(at + 1) == value;
}

bool contains(std::vector<std::string> const& all, std::string const& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

TEST_CASE("every node is published on loopback, and sees the plugin and its files read-only") {
  auto const services = services_of(some_options());

  REQUIRE(services.size() == 4);
  auto const& node = services.at("node-2");
  CHECK(node.ports == std::vector<std::string>{"127.0.0.1:40012:8080"});
  CHECK(node.volumes ==
        std::vector<std::string>{"/plugins here:/plugins:ro", "/run/given:/given:ro"});
  CHECK(follows(node.command, "--limiter", "/plugins/redis-token-bucket"));
  CHECK(follows(node.command, "--store", "redis:6379"));
  CHECK(follows(node.command, "--bind", "0.0.0.0"));
  CHECK_FALSE(node.image);
  CHECK(node.environment.empty());
  CHECK(services.at("redis").ports == std::vector<std::string>{"127.0.0.1:40001:6379"});
  CHECK(services.at("redis").command.empty());
}

TEST_CASE("nodes beyond those of the file are services of their own") {
  auto options = some_options();
  options.spec.nodes = 5;
  options.image = "mine";
  auto const services = services_of(options);

  REQUIRE(services.count("node-5") == 1);
  CHECK(services.at("node-5").image == "mine");
  CHECK(services.at("node-5").entrypoint ==
        std::vector<std::string>{"limitproof-node", "--name", "node-5"});
  CHECK(services.at("node-5").command == services.at("node-1").command);
  CHECK(follows(services.at("node-1").command, "--nodes", "5"));
  CHECK(contains(compose_environment(options, some_ports),
                 "LIMITPROOF_NODES=node-1=node-1:8080 node-2=node-2:8080 node-3=node-3:8080 "
                 "node-4=node-4:8080 node-5=node-5:8080"));
}

TEST_CASE("a proxy stands in the way only where an engine cannot do what is planned to it") {
  auto options = some_options();
  for (auto const action : {fault_action::kill, fault_action::blackhole, fault_action::heal}) {
    options.faults = {{.action = action, .target = "store"}};
    CHECK(services_of(options).count("way") == 0);
  }
  for (auto const action : {fault_action::slow, fault_action::narrow, fault_action::reset}) {
    options.faults = {{.action = action, .target = "store"}};
    auto const services = services_of(options);
    REQUIRE(services.count("way") == 1);
    CHECK(services.at("way").ports == std::vector<std::string>{"127.0.0.1:40002:6380"});
    CHECK(follows(services.at("node-1").command, "--store", "way:6379"));
  }
}

TEST_CASE("nodes whose clocks are set are preloaded with the image's libfaketime") {
  auto options = some_options();
  options.faults = {{.action = fault_action::clock, .target = "node-1"}};
  auto const node = services_of(options).at("node-2");

  CHECK_THAT(node.environment.at("LD_PRELOAD"),
             Catch::StartsWith("/usr/local/lib/libfaketimeMT.so.1"));
  CHECK(node.environment.at("FAKETIME_TIMESTAMP_FILE") == "/given/node-2.clock");
}

TEST_CASE("a store with little memory is told so") {
  auto options = some_options();
  options.spec.store.maxmemory = 4'000'000;
  options.spec.store.policy = eviction_policy::allkeys_lru;
  auto const command = services_of(options).at("redis").command;

  CHECK(command.front() == "redis-server");
  CHECK(follows(command, "--maxmemory", "4000000"));
  CHECK(follows(command, "--maxmemory-policy", "allkeys-lru"));
}

TEST_CASE("faults are commands of the engine") {
  using words = std::vector<std::string>;
  auto const of = [](fault_action action) { return engine_arguments(action, "4ab", "p_default"); };

  CHECK(of(fault_action::kill) == words{"kill", "4ab"});
  CHECK(of(fault_action::stop) == words{"pause", "4ab"});
  CHECK(of(fault_action::resume) == words{"unpause", "4ab"});
  CHECK(of(fault_action::restart) == words{"restart", "-t", "2", "4ab"});
  CHECK(of(fault_action::reload) == words{"kill", "--signal", "USR2", "4ab"});
  CHECK(of(fault_action::blackhole) == words{"network", "disconnect", "p_default", "4ab"});
  CHECK(of(fault_action::heal) ==
        words{"network", "connect", "--alias", "redis", "p_default", "4ab"});
  CHECK(of(fault_action::clock).empty());
  CHECK(of(fault_action::slow).empty());
}

TEST_CASE("a fault's target is a service") {
  CHECK(service_of("store") == "redis");
  CHECK(service_of("balancer") == "balancer");
  CHECK(service_of("node-2") == "node-2");
}

}  // namespace limitproof
