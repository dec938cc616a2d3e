#include "harness/codec/text_file.hpp"
#include "harness/stack/container_engine.hpp"
#include "harness/stack/haproxy_config.hpp"
#include "tests/compose/written_files.hpp"

#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

nlohmann::json all_services() {
  auto services = yaml_of("compose.yaml").at("services");
  services.update(yaml_of("compose.observability.yaml").at("services"));
  return services;
}

/// What Docker Compose and podman-compose 1.0.3 both understand, of what is used here.
std::set<std::string> const keys_of_both = {"image",
                                            "build",
                                            "command",
                                            "entrypoint",
                                            "environment",
                                            "ports",
                                            "volumes",
                                            "depends_on",
                                            "healthcheck",
                                            "restart",
                                            "cap_drop",
                                            "security_opt",
                                            "profiles",
                                            "user"};

}  // namespace

TEST_CASE("the stack in containers is a balancer, three nodes, a store and a harness",
          "[compose]") {
  auto const services = yaml_of("compose.yaml").at("services");
  std::set<std::string> names;
  for (auto const& [name, service] : services.items()) names.insert(name);

  CHECK(names ==
        std::set<std::string>{"balancer", "harness", "node-1", "node-2", "node-3", "redis"});
}

TEST_CASE("every service is of what both programs understand", "[compose]") {
  auto const services = all_services();
  for (auto const& [name, service] : services.items())
    for (auto const& [key, value] : service.items()) {
      INFO(name << ": " << key);
      CHECK(keys_of_both.count(key) == 1);
    }
}

TEST_CASE("every service that stays up is asked how it is", "[compose]") {
  auto const services = all_services();
  for (auto const& [name, service] : services.items()) {
    if (name == "harness") continue;
    INFO(name);
    // A text: of a list podman-compose makes another command.
    CHECK(service.at("healthcheck").at("test").is_string());
    CHECK(service.at("healthcheck").contains("timeout"));
  }
}

TEST_CASE("whatever is published is published on loopback", "[compose]") {
  std::size_t published = 0;
  auto const services = all_services();
  for (auto const& [name, service] : services.items())
    for (auto const& port : service.value("ports", nlohmann::json::array())) {
      INFO(name);
      ++published;
      CHECK_THAT(port.get<std::string>(), Catch::StartsWith("127.0.0.1:"));
    }
  CHECK(published == 2);
}

TEST_CASE("containers have no rights they do not need", "[compose]") {
  auto const services = all_services();
  for (auto const& [name, service] : services.items()) {
    INFO(name);
    CHECK(service.at("cap_drop") == nlohmann::json{"ALL"});
    CHECK(service.at("security_opt") == nlohmann::json{"no-new-privileges:true"});
    CHECK(service.at("restart") == "no");
  }
}

TEST_CASE("commands are texts, which a second file replaces and does not lengthen", "[compose]") {
  auto const services = all_services();
  for (auto const& [name, service] : services.items()) {
    INFO(name);
    if (service.contains("command")) CHECK(service.at("command").is_string());
  }
}

TEST_CASE("images are made from Debian alone, and run as nobody", "[compose]") {
  for (auto const* file : {"Dockerfile", "observability/Dockerfile"}) {
    INFO(file);
    std::istringstream lines(read_text(written(file)).value());
    std::string user;
    std::size_t stages = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("FROM ")) {
        ++stages;
        user.clear();
        CHECK(std::regex_match(line, std::regex("FROM debian:bookworm-slim( AS [a-z]+)?")));
      }
      if (line.starts_with("USER ")) user = line.substr(5);
    }
    CHECK(stages > 0);
    CHECK(user == "10001:10001");
  }
}

TEST_CASE("the program carries the compose file as it stands", "[compose]") {
  CHECK(compose_file == read_text(written("compose.yaml")).value());
}

TEST_CASE("the containers' HAProxy has the configuration of the local stack", "[compose]") {
  auto in_container = output_of(
      "NODES='node-1=10.0.0.1:8080 node-2=10.0.0.2:8080' BALANCE=leastconn BIND=127.0.0.1:4000 "
      "TEMPLATES=compose compose/balancer --print");
  in_container =
      std::regex_replace(in_container, std::regex("    maxconn [0-9]+"), "    maxconn 500");
  in_container = std::regex_replace(
      in_container,
      std::regex(" resolvers engine resolve-prefer ipv4 init-addr last,libc,none"),
      "");

  CHECK(in_container == haproxy_config(haproxy_template,
                                       {.bind = "127.0.0.1:4000",
                                        .admin_socket = "unix@/tmp/haproxy.sock",
                                        .ready_path = "/.limitproof/ready",
                                        .max_connections = 500,
                                        .balance = balance_method::leastconn,
                                        .nodes = {{"node-1", {"10.0.0.1", 8080}},
                                                  {"node-2", {"10.0.0.2", 8080}}}}));
}

TEST_CASE("a balancer without nodes says what it wants", "[compose]") {
  CHECK_THAT(output_of("! env -u NODES TEMPLATES=compose compose/balancer --print"),
             Catch::Contains("NODES"));
}

}  // namespace limitproof
