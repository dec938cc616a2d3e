#include "harness/node/request_facts.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

request_facts from_client(std::string key) {
  request_facts facts;
  facts.host_lines = 1;
  facts.api_key_lines = 1;
  facts.api_key = std::move(key);
  return facts;
}

}  // namespace

TEST_CASE("any bytes but control bytes are an identity", "[node]") {
  std::vector<std::string> const keys = {"a",
                                         "{user}:1",
                                         "a b",
                                         "a, b",
                                         "../../etc/passwd",
                                         "%00%0a",
                                         "\xc3\xa4\xff\x80",
                                         "*",
                                         "'\"\\",
                                         std::string(256, 'k')};
  for (auto const& key : keys) {
    INFO(key);
    CHECK(find_refusal(from_client(key)) == std::nullopt);
  }
}

TEST_CASE("a request without one sound identity is refused for its reason", "[node]") {
  auto missing = from_client("");
  missing.api_key_lines = 0;
  auto repeated = from_client("a");
  repeated.api_key_lines = 2;

  CHECK(find_refusal(missing) == refusal::api_key_missing);
  CHECK(find_refusal(repeated) == refusal::api_key_repeated);
  CHECK(find_refusal(from_client("")) == refusal::api_key_empty);
  CHECK(find_refusal(from_client(std::string(257, 'k'))) == refusal::api_key_too_long);
}

TEST_CASE("where a key is optional it may be missing, but not unsound", "[node]") {
  auto missing = from_client("");
  missing.api_key_lines = 0;
  auto repeated = from_client("a");
  repeated.api_key_lines = 2;

  CHECK(find_refusal(missing, key_rule::optional) == std::nullopt);
  CHECK(find_refusal(repeated, key_rule::optional) == refusal::api_key_repeated);
  CHECK(find_refusal(from_client(""), key_rule::optional) == refusal::api_key_empty);
  CHECK(find_refusal(repeated, key_rule::ignored) == std::nullopt);
  repeated.host_lines = 0;
  CHECK(find_refusal(repeated, key_rule::ignored) == refusal::bad_host);
}

TEST_CASE("every control byte is refused in an identity, DEL and tab among them", "[node]") {
  for (int byte = 0; byte < 256; ++byte) {
    auto const key = std::string("a") + static_cast<char>(byte) + "b";
    bool const control = byte < 0x20 || byte == 0x7f;
    INFO("byte " << byte);
    CHECK(find_refusal(from_client(key)).has_value() == control);
  }
  CHECK(find_refusal(from_client("a\tb")) == refusal::api_key_control_bytes);
}

TEST_CASE("a health check needs no identity", "[node]") {
  auto facts = from_client("");
  facts.api_key_lines = 0;
  facts.health = true;

  CHECK(find_refusal(facts) == std::nullopt);
}

TEST_CASE("HTTP/1.1 carries exactly one Host, HTTP/1.0 at most one", "[node]") {
  auto without = from_client("a");
  without.host_lines = 0;
  auto twice = from_client("a");
  twice.host_lines = 2;
  auto old = without;
  old.http_1_0 = true;
  auto old_twice = twice;
  old_twice.http_1_0 = true;

  CHECK(find_refusal(without) == refusal::bad_host);
  CHECK(find_refusal(twice) == refusal::bad_host);
  CHECK(find_refusal(old) == std::nullopt);
  CHECK(find_refusal(old_twice) == refusal::bad_host);
}

TEST_CASE("a tunnel is refused even on the health path", "[node]") {
  auto connect = from_client("a");
  connect.health = true;
  connect.connect = true;

  CHECK(find_refusal(connect) == refusal::connect_method);
}
