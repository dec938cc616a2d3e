#include "harness/policy_sources/etcd_watch.hpp"

#include "tests/unit/net/run_until_done.hpp"
#include "tests/unit/policy_sources/stub_etcd.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

using texts = std::vector<std::optional<std::string>>;
using lines = std::vector<std::string>;

/// Follows the key "p" of a stub on one loop with it, from when it held "zero".
struct follower {
  explicit follower(std::vector<stub_answer> answers, watch_patience patience = {})
      : etcd(loop, std::move(answers)),
        watch(
            loop,
            {etcd.where(), "p"},
            "zero",
            [this](auto const& text) { told.push_back(text); },
            [this](std::string const& line) { log.push_back(line); },
            patience) {
    watch.start();
  }

  ~follower() { watch.stop(); }

  texts const& await(std::size_t count) {
    run_until(loop, [&] { return told.size() >= count; });
    return told;
  }

  void await_questions(std::size_t count) {
    run_until(loop, [&] { return etcd.asked().size() >= count; });
  }

  asio::io_context loop{1};
  texts told;
  lines log;
  stub_etcd etcd;
  etcd_watch watch;
};

TEST_CASE("a key is read, and watched from the next revision on", "[policy_sources]") {
  follower follows({holds("one", 41), watched_on({put_of("two"), put_of("three")})});

  CHECK(follows.await(3) == texts{"one", "two", "three"});
  CHECK(follows.etcd.asked() ==
        lines{R"(/v3/kv/range {"key":"cA=="})",
              R"(/v3/watch {"create_request":{"key":"cA==","start_revision":"42"}})"});
  CHECK(follows.log.empty());
}

TEST_CASE("what is the same as before is not told again", "[policy_sources]") {
  follower follows(
      {holds("zero", 41), watched_on({put_of("zero") + put_of("zero"), put_of("one")})});
  CHECK(follows.await(1) == texts{"one"});
}

TEST_CASE("messages are told apart wherever chunks end", "[policy_sources]") {
  auto const both = put_of("one") + put_of("two");
  std::vector<std::string> bytes;
  for (char const c : both) bytes.emplace_back(1, c);

  follower together({holds("zero", 1), watched_on({both})});
  CHECK(together.await(2) == texts{"one", "two"});
  follower apart({holds("zero", 1), watched_on(bytes)});
  CHECK(apart.await(2) == texts{"one", "two"});
}

TEST_CASE("a key that is deleted is told once, and its return too", "[policy_sources]") {
  follower follows(
      {holds("zero", 1), watched({deletion()}), holds_nothing(2), watched_on({put_of("one")})});
  CHECK(follows.await(2) == texts{std::nullopt, "one"});
}

TEST_CASE("a watch that begins before what is left of the revisions is begun anew",
          "[policy_sources]") {
  follower follows({holds("one", 5), watched_on({compacted()}), holds("two", 9), watched_on({})});
  CHECK(follows.await(2) == texts{"one", "two"});
  follows.await_questions(4);
  CHECK(follows.etcd.asked()[3] ==
        R"(/v3/watch {"create_request":{"key":"cA==","start_revision":"10"}})");
  REQUIRE_FALSE(follows.log.empty());
  CHECK(follows.log.front().find("the watch was cancelled: revisions before 9 were compacted") !=
        std::string::npos);
}

TEST_CASE("an etcd that breaks off, or says what etcd does not, is asked again; the policies stay",
          "[policy_sources]") {
  auto const wrong = GENERATE(
      std::pair<stub_answer, char const*>({""}, "beginning to watch failed"),
      std::pair<stub_answer, char const*>({"HTTP/1.1 200 OK\r\n"}, "beginning to watch failed"),
      std::pair<stub_answer, char const*>({"hello\r\n\r\n"}, "beginning to watch failed"),
      std::pair<stub_answer, char const*>({"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"},
                                          "etcd answered with status 401"),
      std::pair<stub_answer, char const*>(watched({}), "etcd ended the watch"),
      std::pair<stub_answer, char const*>(watched({"{}"}), "the key \"result\" is missing"),
      std::pair<stub_answer, char const*>(watched({"<html>"}), "something else than a JSON object"),
      std::pair<stub_answer, char const*>(watched({R"({"result":{"events":7}})"}),
                                          "at /result/events: found 7"),
      std::pair<stub_answer, char const*>(
          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"}, "watching failed"),
      std::pair<stub_answer, char const*>(
          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", true},
          "watching failed"));
  CAPTURE(wrong.first.bytes);
  follower follows({holds("zero", 1), wrong.first, holds("one", 2), watched_on({put_of("two")})});

  CHECK(follows.await(2) == texts{"one", "two"});
  REQUIRE(follows.log.size() == 2);
  CHECK(follows.log[0].find(wrong.second) != std::string::npos);
  CHECK(follows.log[0].starts_with("the policies stay as they were until they can be followed"));
  CHECK(follows.log[1].starts_with("the policies are followed again: http://127.0.0.1:"));
}

TEST_CASE("a reading that fails says why, and once however often it fails", "[policy_sources]") {
  follower follows({{"HTTP/1.1 503 Down\r\nContent-Length: 9\r\n\r\nno leader"},
                    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"},
                    {""},
                    holds("one", 2),
                    watched_on({})});
  CHECK(follows.await(1) == texts{"one"});
  CHECK(follows.log.size() == 1);
  CHECK(follows.log[0].find("etcd answered with status 503: no leader") != std::string::npos);
}

TEST_CASE("a message without an end is given up", "[policy_sources]") {
  auto const endless = watched_on({"{\"a\":\"" + std::string(etcd_connection::most_bytes, 'x')});
  follower follows({holds("zero", 1), endless, holds("one", 2), watched_on({})});
  CHECK(follows.await(1) == texts{"one"});
  CHECK(follows.log[0].find("more than 4194304 bytes") != std::string::npos);
}

TEST_CASE("an etcd that stops halfway through an answer or a message is not waited for",
          "[policy_sources]") {
  watch_patience const little{10ms, 1h};
  follower in_answer(
      {{"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", true}, holds("one", 1), watched_on({})},
      little);
  CHECK(in_answer.await(1) == texts{"one"});
  CAPTURE(in_answer.log);
  CHECK(in_answer.log[0].find("reading it: the deadline passed") != std::string::npos);

  follower in_message({holds("zero", 1), watched_on({"{\"result\""}), holds("one", 1)}, little);
  CHECK(in_message.await(1) == texts{"one"});
  CAPTURE(in_message.log);
  CHECK(in_message.log[0].find("watching it: the deadline passed") != std::string::npos);
}

TEST_CASE("a watch that has silently died is found by reading again", "[policy_sources]") {
  follower follows({holds("zero", 1), watched_on({}), holds("one", 7), watched_on({})},
                   {1min, 10ms});
  CHECK(follows.await(1) == texts{"one"});
  CAPTURE(follows.log);
  CHECK(follows.log.empty());
}

TEST_CASE("a stopped watch keeps no loop alive", "[policy_sources]") {
  asio::io_context loop(1);
  lines log;
  // Bound, so that nobody else listens there.
  asio::ip::tcp::socket nobody(loop, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  address const where{"127.0.0.1", nobody.local_endpoint().port()};
  etcd_watch unanswered(
      loop, {where, "p"}, "zero", [](auto const&) {}, [&log](auto const& l) { log.push_back(l); });
  unanswered.start();
  run_until(loop, [&log] { return !log.empty(); });
  CHECK(log[0].find("connecting failed: Connection refused") != std::string::npos);
  unanswered.stop();
  loop.run();
  CHECK(log.size() == 1);

  follower follows({holds("one", 1), watched_on({})});
  follows.await(1);
  follows.await_questions(2);
  follows.watch.stop();
  follows.loop.poll();
  CHECK(follows.log.empty());
}

}  // namespace
}  // namespace limitproof
