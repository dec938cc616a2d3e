#include "harness/policy_sources/policy_origin.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

TEST_CASE("a key of etcd is all that follows the slash after the port", "[policy_sources]") {
  CHECK(parse_etcd_key("http://127.0.0.1:2379/a") == etcd_key{{"127.0.0.1", 2379}, "a"});
  CHECK(parse_etcd_key("http://127.0.0.1:2379//limits/policies")->key == "/limits/policies");
  CHECK(parse_etcd_key("http://127.0.0.1:2379/" + std::string(256, 'k'))->key.size() == 256);
}

TEST_CASE("what could be meant otherwise is no key of etcd", "[policy_sources]") {
  for (auto const& url : {std::string("127.0.0.1:2379/a"),
                          std::string("https://127.0.0.1:2379/a"),
                          std::string("http://localhost:2379/a"),
                          std::string("http://127.0.0.1/a"),
                          std::string("http://127.0.0.1:0/a"),
                          std::string("http://127.0.0.1:2379"),
                          std::string("http://127.0.0.1:2379/"),
                          std::string("http://127.0.0.1:2379/a b"),
                          std::string("http://127.0.0.1:2379/a%20b"),
                          std::string("http://127.0.0.1:2379/a?b"),
                          std::string("http://127.0.0.1:2379/a#b"),
                          std::string("http://127.0.0.1:2379/\xc3\xa4"),
                          "http://127.0.0.1:2379/" + std::string(257, 'k')}) {
    CAPTURE(url);
    CHECK_FALSE(parse_etcd_key(url));
  }
}

TEST_CASE("an origin is told as it was given", "[policy_sources]") {
  CHECK(to_text(policy_origin(std::filesystem::path("a/b.json"))) == "a/b.json");
  std::string const url = "http://127.0.0.1:2379//limits/policies";
  CHECK(to_text(policy_origin(*parse_etcd_key(url))) == url);
}

}  // namespace
}  // namespace limitproof
