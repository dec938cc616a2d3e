#include "harness/node/node_options.hpp"

#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

using flags = std::vector<std::string>;

flags const needed = {"--port", "0", "--limiter", "naive", "--policy", R"({"limit":5,"per":"1s"})"};

auto parse(flags const& given) {
  std::vector<char const*> arguments = {"limitproof-node"};
  for (auto const& flag : given) arguments.push_back(flag.c_str());
  return parse_node_options(static_cast<int>(arguments.size()), arguments.data());
}

flags with(flags more) {
  more.insert(more.begin(), needed.begin(), needed.end());
  return more;
}

std::string complaint(flags const& given) {
  auto const parsed = parse(given);
  REQUIRE(parsed.has_error());
  INFO(parsed.error().what);
  CHECK((parsed.error().code == errc::bad_usage || parsed.error().code == errc::bad_file));
  CHECK(parsed.error().what.find('\n') == std::string::npos);
  return parsed.error().what;
}

}  // namespace

TEST_CASE("the needed flags are enough, and the rest has documented defaults", "[node]") {
  auto const parsed = parse(needed);

  auto const& settings = std::get<node_settings>(parsed.value());
  CHECK(settings.listen == address{"127.0.0.1", 0});
  CHECK(settings.name == "node");
  CHECK(settings.limiter == "naive");
  CHECK(settings.promised == policy{{limit{5, 1s, 5}}});
  CHECK_FALSE(settings.store);
  CHECK(settings.guards == guard_spec{});
  CHECK(settings.store_error == on_store_error::open);
  CHECK(settings.nodes == 1);
  CHECK(settings.threads == 1);
  CHECK_FALSE(settings.admin);
}

TEST_CASE("every flag is taken as given", "[node]") {
  auto const parsed = parse(with({"--bind=0.0.0.0",
                                  "--name",
                                  "node-2.a_B",
                                  "--store",
                                  "127.0.0.1:6379",
                                  "--guards",
                                  R"({"deadline":"1s"})",
                                  "--headers",
                                  "ietf-10,x-ratelimit",
                                  "--on-store-error",
                                  "closed",
                                  "--nodes",
                                  "5",
                                  "--threads",
                                  "2"}));

  auto const& settings = std::get<node_settings>(parsed.value());
  CHECK(settings.listen == address{"0.0.0.0", 0});
  CHECK(settings.name == "node-2.a_B");
  CHECK(settings.store == address{"127.0.0.1", 6379});
  CHECK(settings.guards.deadline == 1s);
  CHECK(settings.dialects == std::vector{quota_dialect::ietf_10, quota_dialect::x_ratelimit});
  CHECK(settings.store_error == on_store_error::closed);
  CHECK(settings.nodes == 5);
  CHECK(settings.threads == 2);
}

TEST_CASE("a node has one policy or several, from a file or from etcd", "[node]") {
  flags const bare = {"--port", "0", "--limiter", "naive"};
  auto const given = [&bare](flags more) {
    more.insert(more.begin(), bare.begin(), bare.end());
    return more;
  };
  auto const parsed = parse(given({"--policies", "a/set.json", "--limiter-path", "b"}));
  auto const& settings = std::get<node_settings>(parsed.value());
  CHECK(settings.policies == policy_origin("a/set.json"));
  CHECK(settings.limiter_path == "b");
  CHECK(settings.promised.limits.empty());

  CHECK_FALSE(settings.tier_table);

  auto const watching = parse(given({"--policies-etcd", "http://127.0.0.1:2379/limits"}));
  CHECK(std::get<node_settings>(watching.value()).policies ==
        policy_origin(etcd_key{{"127.0.0.1", 2379}, "limits"}));

  auto const exactly_one = "give exactly one of --policy, --policies and --policies-etcd";
  CHECK(complaint(bare) == exactly_one);
  CHECK(complaint(with({"--policies", "x"})) == exactly_one);
  CHECK(complaint(given({"--policies", "x", "--policies-etcd", "http://127.0.0.1:1/k"})) ==
        exactly_one);
  CHECK(complaint(with({"--limiter-path", "x"})).find("--limiter-path") == 0);
  CHECK(complaint(given({"--policies-etcd", "https://etcd:2379/k"}))
            .find("--policies-etcd is \"https://etcd:2379/k\"; it must be http://HOST:PORT/KEY") ==
        0);
}

TEST_CASE("a table of tiers belongs to several policies, and is believed for 5 minutes", "[node]") {
  flags const several = {
      "--port", "0", "--limiter", "naive", "--policies", "x", "--policy-table", "t"};
  auto const defaults = parse(several);
  CHECK(std::get<node_settings>(defaults.value()).tier_table == "t");
  CHECK(std::get<node_settings>(defaults.value()).tier_ttl == 5min);

  auto const with_ttl = [&several](std::string const& ttl) {
    auto all = several;
    all.insert(all.end(), {"--policy-table-ttl", ttl});
    return all;
  };
  auto const short_lived = parse(with_ttl("250ms"));
  CHECK(std::get<node_settings>(short_lived.value()).tier_ttl == 250ms);
  for (auto const* ttl : {"0s", "300", "-1s", "25h", "5 m", ""})
    CHECK(complaint(with_ttl(ttl)).find("--policy-table-ttl is \"" + std::string(ttl)) == 0);
  CHECK(complaint(with({"--policy-table", "t"})).find("--policy-table belong") !=
        std::string::npos);
}

TEST_CASE("a bad value is refused by a sentence with the flag, the value and what is allowed",
          "[node]") {
  struct slip {
    flags given;
    std::string expected;
  };

  auto const refused_port = [](std::string const& port) {
    auto given = needed;
    given[1] = port;
    return complaint(given);
  };
  for (auto const* port : {"65536", "-1", "80x", "0x50", "", " 80", "8.5"})
    CHECK(refused_port(port).find("--port is \"" + std::string(port) + "\"; it must be") == 0);

  std::vector<slip> const slips = {
      {{"--bind", "localhost"}, "--bind is \"localhost\"; it must be a numeric IPv4"},
      {{"--name", "a b"}, "--name is \"a b\""},
      {{"--name", ""}, "--name is \"\""},
      {{"--name", "a\r\nX-Evil: 1"}, "--name is \"a??X-Evil: 1\""},
      {{"--name", std::string(65, 'n')}, "--name is "},
      {{"--store", "127.0.0.1"}, "--store is \"127.0.0.1\"; it must be HOST:PORT"},
      {{"--store", "127.0.0.1:0"}, "--store is"},
      {{"--store", "10.0.0.256:6379"}, "--store is"},
      {{"--store", ""}, "--store is \"\""},
      {{"--guards", R"({"deadline":"50"})"}, "--guards: at /deadline: found \"50\""},
      {{"--guards", R"({"deadline":"11s"})"}, "--guards: at /deadline"},
      {{"--guards", R"({"deadline":"0ms"})"}, "--guards: at /deadline"},
      {{"--guards", R"({"breaker":{"failure":3}})"}, "--guards: at /breaker"},
      {{"--guards", "[]"}, "--guards"},
      {{"--headers", "ietf-11"}, "--headers is \"ietf-11\"; it must be one or several of"},
      {{"--headers", "ietf-10,"}, "--headers is"},
      {{"--headers", "ietf-10,ietf-10"}, "--headers is"},
      {{"--on-store-error", "locked"},
       "--on-store-error is \"locked\"; it must be open, closed or"},
      {{"--nodes", "0"}, "--nodes is \"0\"; it must be a whole number from 1 to 1000"},
      {{"--nodes", "1001"}, "--nodes is"},
      {{"--threads", "0"}, "--threads is \"0\"; it must be a whole number from 1 to 64"},
      {{"--threads", "two"}, "--threads is"},
      {{"--admin-port", "65536"}, "--admin-port is \"65536\"; it must be a whole number"},
      {{"--admin-port", "0", "--admin-bind", "localhost"}, "--admin-bind is \"localhost\""},
  };
  for (auto const& slip : slips) {
    INFO(slip.expected);
    CHECK(complaint(with(slip.given)).find(slip.expected) == 0);
  }
}

TEST_CASE("unknown, missing and repeated flags are refused", "[node]") {
  CHECK(complaint(with({"--prot", "1"})).find("--prot") != std::string::npos);
  CHECK(complaint(with({"stray"})).find("stray") != std::string::npos);
  CHECK(complaint({"--port", "0"}).find("required") != std::string::npos);
  CHECK(complaint(with({"--port", "1"})).find("--port") != std::string::npos);
}

TEST_CASE("a bad policy is refused with the place in it", "[node]") {
  auto given = needed;
  given[5] = R"({"limitt":5,"per":"1s"})";

  CHECK(complaint(given).find("limitt") != std::string::npos);
}

TEST_CASE("help names every flag", "[node]") {
  auto const parsed = parse({"--help"});

  auto const& text = std::get<usage_text>(parsed.value()).text;
  for (auto const* flag : {"--port",
                           "--bind",
                           "--name",
                           "--limiter",
                           "--policy",
                           "--store",
                           "--on-store-error",
                           "--guards",
                           "--headers",
                           "--threads",
                           "--admin-port",
                           "--admin-bind"})
    CHECK(text.find(flag) != std::string::npos);
}
