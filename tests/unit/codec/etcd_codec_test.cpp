#include "harness/codec/etcd_codec.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using values = std::vector<std::optional<std::string>>;

std::string complaint_of_range(char const* text) {
  auto const reading = decode_etcd_range(text, "etcd");
  REQUIRE(reading.has_error());
  return reading.error().what;
}

std::string complaint_of_watch(char const* text) {
  auto const message = decode_etcd_watch(text, "etcd");
  REQUIRE(message.has_error());
  return message.error().what;
}

bool has(std::string const& text, std::string const& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

TEST_CASE("keys and revisions are asked for as etcd wants them", "[codec]") {
  CHECK(encode_etcd_range("pol") == R"({"key":"cG9s"})");
  CHECK(encode_etcd_watch("pol", 7) == R"({"create_request":{"key":"cG9s","start_revision":"7"}})");
}

TEST_CASE("what a key holds is read with the revision it was read at", "[codec]") {
  CHECK(decode_etcd_range(R"({"header":{"cluster_id":"14841639068965178418","member_id":"1",
                              "revision":"9","raft_term":"2"},
                              "kvs":[{"key":"cG9s","create_revision":"2","mod_revision":"3",
                              "version":"2","value":"YWI="}],"count":"1"})",
                          "etcd")
            .value() == etcd_reading{9, "ab"});
  CHECK(
      decode_etcd_range(R"({"header":{"revision":"9"},"kvs":[{"key":"cG9s"}],"count":"1"})", "etcd")
          .value() == etcd_reading{9, ""});
  CHECK(decode_etcd_range(R"({"header":{"revision":"1"}})", "etcd").value() ==
        etcd_reading{1, std::nullopt});
}

TEST_CASE("a watch tells the values that a key got, and its deletion", "[codec]") {
  CHECK(decode_etcd_watch(R"({"result":{"header":{"revision":"5"},"created":true}})", "etcd")
            .value() == etcd_watch_message{});
  auto const told = decode_etcd_watch(R"({"result":{"header":{"revision":"5"},"events":[
      {"kv":{"key":"cG9s","value":"YWI="}}, {"type":"DELETE","kv":{"key":"cG9s"}},
      {"type":"PUT","kv":{"key":"cG9s"}}]}})",
                                      "etcd")
                        .value();
  CHECK(told.values == values{"ab", std::nullopt, ""});
  CHECK_FALSE(told.cancelled);
}

TEST_CASE("why a watch is over is told", "[codec]") {
  auto const cancelled = [](char const* text) {
    return decode_etcd_watch(text, "etcd").value().cancelled.value();
  };
  CHECK(cancelled(R"({"result":{"header":{},"canceled":true,"compact_revision":"4"}})") ==
        "revisions before 4 were compacted");
  CHECK(cancelled(R"({"result":{"canceled":true,"cancel_reason":"permission denied"}})") ==
        "permission denied");
  CHECK(cancelled(R"({"result":{"canceled":true}})") == "etcd cancelled the watch");
  CHECK(cancelled(R"({"error":{"grpc_code":14,"message":"transport is closing"}})") ==
        "transport is closing");
  CHECK(cancelled(R"({"error":"etcdserver: no leader","code":14})") == "etcdserver: no leader");
}

TEST_CASE("an answer that is not etcd's is told where it is not", "[codec]") {
  CHECK(has(complaint_of_range("<html>"), "etcd: "));
  CHECK(has(complaint_of_range("{}"), "the key \"header\" is missing"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":9}})"), "at /header/revision: found 9"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":"0"}})"), "expected a revision"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":"9x"}})"), "expected a revision"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":"9223372036854775807"}})"),
            "expected a revision"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":"9"},"kvs":[{"value":"Y"}]})"),
            "at /kvs/0/value: found \"Y\", expected base64"));
  CHECK(has(complaint_of_range(R"({"header":{"revision":"9"},"kvs":[{},{}]})"), "at /kvs: "));
  CHECK(has(complaint_of_watch("{}"), "the key \"result\" is missing"));
  CHECK(has(complaint_of_watch(R"({"result":{"events":[{"type":"DROP"}]}})"),
            "at /result/events/0/type: found \"DROP\""));
  CHECK(has(complaint_of_watch(R"({"result":{"events":[{}]}})"), "the key \"kv\" is missing"));
  CHECK(has(complaint_of_watch(R"({"result":{"canceled":1}})"), "at /result/canceled: found 1"));
}

}  // namespace
}  // namespace limitproof
