#include "harness/proxy/proxy_options.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

result<std::variant<proxy_settings, proxy_usage>> parsed(std::vector<char const*> arguments) {
  arguments.insert(arguments.begin(), "limitproof-proxy");
  return parse_proxy_options(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("a proxy is told its store, and a seed if need be", "[proxy]") {
  auto const usual = parsed({"--store", "127.0.0.1:6379"}).value();
  CHECK(std::get<proxy_settings>(usual).store == address{"127.0.0.1", 6379});
  CHECK(std::get<proxy_settings>(usual).seed == 1);

  auto const seeded =
      parsed({"--store", "127.0.0.1:6379", "--seed", "18446744073709551615"}).value();
  CHECK(std::get<proxy_settings>(seeded).seed == 18446744073709551615U);
}

TEST_CASE("a proxy refuses what is no address and no seed", "[proxy]") {
  for (auto const* store :
       {"", "redis:6379", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "1:1"}) {
    INFO(store);
    auto const refused = parsed({"--store", store});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::bad_usage);
    CHECK_THAT(refused.error().what, Catch::StartsWith("--store is \""));
  }
  for (auto const* seed : {"-1", "1.5", "0x1", " 1", "18446744073709551616"}) {
    INFO(seed);
    auto const refused = parsed({"--store", "127.0.0.1:6379", "--seed", seed});
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().what, Catch::Contains("a whole number from 0 to"));
  }
}

TEST_CASE("a proxy listens on loopback and free ports unless it is told others", "[proxy]") {
  auto const usual = std::get<proxy_settings>(parsed({"--store", "127.0.0.1:6379"}).value());
  CHECK(usual.nodes == address{"127.0.0.1", 0});
  CHECK(usual.control == address{"127.0.0.1", 0});

  auto const told = std::get<proxy_settings>(parsed({"--store",
                                                     "10.0.0.2:6379",
                                                     "--bind",
                                                     "0.0.0.0",
                                                     "--port",
                                                     "6379",
                                                     "--control-port",
                                                     "6380"})
                                                 .value());
  CHECK(told.nodes == address{"0.0.0.0", 6379});
  CHECK(told.control == address{"0.0.0.0", 6380});

  for (auto const* flag : {"--port", "--control-port", "--bind"})
    for (auto const* wrong : {"", "-1", "65536", "localhost", " 1"}) {
      INFO(flag << " " << wrong);
      auto const refused = parsed({"--store", "127.0.0.1:6379", flag, wrong});
      REQUIRE(refused.has_error());
      CHECK_THAT(refused.error().what, Catch::StartsWith(flag + std::string(" is \"")));
    }
}

TEST_CASE("a proxy without a store, or with a flag it does not know, is no proxy", "[proxy]") {
  CHECK(parsed({}).error().code == errc::bad_usage);
  CHECK(parsed({"--store", "127.0.0.1:6379", "--latency", "5"}).error().code == errc::bad_usage);
}

}  // namespace limitproof
