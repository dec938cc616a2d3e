#include "harness/stack/free_port.hpp"
#include "harness/stack/required_programs.hpp"
#include "harness/stack/start_haproxy.hpp"
#include "harness/stack/start_redis.hpp"
#include "tests/unit/stack/listener.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::atomic<bool> const never = false;

wait_limit patience() {
  return {std::chrono::seconds(20), never};
}

std::filesystem::path program(std::string const& name) {
  return all_found(required_programs()).value().at(name);
}

/// `taken` first, then free ones.
port_source first_taken(std::uint16_t taken) {
  return [taken, first = true]() mutable -> result<std::uint16_t> {
    if (!std::exchange(first, false)) return free_port();
    return taken;
  };
}

port_source always_taken(std::uint16_t taken) {
  return [taken]() -> result<std::uint16_t> { return taken; };
}

}  // namespace

TEST_CASE("a store whose port was taken meanwhile starts on another one", "[integration]") {
  temporary_directory const folder;
  listener const taken;
  auto const redis =
      start_redis({program("redis-server"), folder.path()}, first_taken(taken.port()), patience());

  REQUIRE(redis.has_value());
  CHECK(redis->where.port != taken.port());
}

TEST_CASE("a balancer whose port was taken meanwhile starts on another one", "[integration]") {
  temporary_directory const folder;
  listener const taken;
  auto const haproxy = start_haproxy(program("haproxy"),
                                     folder.path(),
                                     {balance_method::roundrobin, {{"node-1", address{.port = 1}}}},
                                     first_taken(taken.port()),
                                     patience());

  REQUIRE(haproxy.has_value());
  CHECK(haproxy->where.port != taken.port());
}

TEST_CASE("two balancers cannot share a port", "[integration]") {
  temporary_directory const first_folder;
  temporary_directory const second_folder;
  balancing const backend{balance_method::roundrobin, {{"node-1", address{.port = 1}}}};
  auto const first =
      start_haproxy(program("haproxy"), first_folder.path(), backend, free_port, patience());
  REQUIRE(first.has_value());

  auto const second = start_haproxy(program("haproxy"),
                                    second_folder.path(),
                                    backend,
                                    always_taken(first->where.port),
                                    patience());
  REQUIRE(second.has_error());
  CHECK(second.error().what.find("haproxy ended (exit status 1)") == 0);
  CHECK(second.error().what.find("Address already in use") != std::string::npos);
}

}  // namespace limitproof
