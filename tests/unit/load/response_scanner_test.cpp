#include "harness/load/response_scanner.hpp"

#include "tests/unit/load/scanned_response.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

struct golden {
  std::string stream;
  std::uint16_t status;
  std::string body;
  bool keep_alive;
};

std::vector<golden> const golden_responses = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true},
    {"HTTP/1.1 204 No Content\r\nX-Node: node-1\r\n\r\n", 204, "", true},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304, "", true},
    {"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno",
     429,
     "no",
     true},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: "
     "chunked\r\n\r\n4\r\nwiki\r\nA;a=b\r\n0123456789\r\n0\r\n\r\n",
     200,
     "wiki0123456789",
     true},
    {"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, Chunked\r\n\r\n1\r\nx\r\n000\r\nDigest: a\r\nb: "
     "c\r\n\r\n",
     200,
     "x",
     true},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
     "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny",
     200,
     "y",
     true},
    {"HTTP/1.0 200 OK\r\nX-Node: old\r\n\r\nuntil the end", 200, "until the end", false},
    {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true},
    {"HTTP/1.1 503 Service Unavailable\r\nConnection: Close\r\nX-Degraded: "
     "closed\r\nContent-Length: "
     "3\r\n\r\nbye",
     503,
     "bye",
     false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
    {"HTTP/1.1 200 \r\nA:\r\nB: \t \r\nContent-Length:2\r\n\r\nab", 200, "ab", true},
};

scan_status status_of(std::string const& stream) {
  return scan_whole(stream).status;
}

response_head head_with(std::string const& fields) {
  auto const seen = scan_whole("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 0\r\n\r\n");
  INFO(fields << seen.reason);
  REQUIRE(seen.status == scan_status::complete);
  return seen.head;
}

}  // namespace

TEST_CASE("a response is the same wherever its bytes are cut", "[load]") {
  for (auto const& expected : golden_responses) {
    for (std::size_t cut = 0; cut <= expected.stream.size(); ++cut) {
      auto const seen = scan_in_pieces(expected.stream, {cut});

      INFO(expected.stream << "\ncut at " << cut << " " << seen.reason);
      REQUIRE(seen.status == scan_status::complete);
      CHECK(seen.head.status == expected.status);
      CHECK(seen.body == expected.body);
      CHECK(seen.head.keep_alive == expected.keep_alive);
      CHECK(seen.taken == expected.stream.size());
    }
  }
}

TEST_CASE("a response is the same when it comes byte by byte", "[load]") {
  for (auto const& expected : golden_responses) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 1; i < expected.stream.size(); ++i) cuts.push_back(i);

    auto const seen = scan_in_pieces(expected.stream, cuts);

    INFO(expected.stream << "\n" << seen.reason);
    REQUIRE(seen.status == scan_status::complete);
    CHECK(seen.body == expected.body);
    CHECK(same_facts(seen.head, scan_whole(expected.stream).head));
  }
}

TEST_CASE("what follows a response is left in the stream", "[load]") {
  std::string const first = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  CHECK(scan_whole(first + "HTTP/1.1 200 OK\r\n").taken == first.size());
}

TEST_CASE("a truncated response is broken at every length", "[load]") {
  for (auto const& whole : golden_responses) {
    if (whole.stream.starts_with("HTTP/1.0 200 OK\r\nX-Node")) continue;  // its end is the stream's
    for (std::size_t size = 0; size < whole.stream.size(); ++size)
      CHECK(status_of(whole.stream.substr(0, size)) == scan_status::broken);
  }
}

TEST_CASE("the evidence fields are read", "[load]") {
  auto const head = head_with(
      "x-node: node-2\r\nX-Decided-At-Us: 1763788311000001\r\nX-Arrived-At-Us: 1763788311000000\r\n"
      "Server-Timing: db;dur=9, limiter;desc=\"a, b;c\";dur=0.153, app\r\n"
      "RateLimit-Limit: 100, 100;w=1\r\nRateLimit-Remaining: 99\r\nRateLimit-Reset: 1\r\n"
      "Retry-After: 7\r\nX-Degraded: local\r\n");

  CHECK(head.node.view() == "node-2");
  CHECK(head.decided_at_us == 1763788311000001);
  CHECK(head.arrived_at_us == 1763788311000000);
  CHECK(head.limiter_ns == 153'000);
  CHECK(head.limit == 100);
  CHECK(head.remaining == 99);
  CHECK(head.reset_s == 1);
  CHECK(head.retry_after_s == 7);
  CHECK(head.degraded == degraded_mode::local);
  CHECK_FALSE(head.broke_a_rule);
}

TEST_CASE("what is left is read in each dialect into the same values", "[load]") {
  auto const structured = head_with(
      "RateLimit-Policy: \"50-per-1s\";q=100;w=2\r\nRateLimit: \"50-per-1s\";r=41;t=2\r\n");
  auto const vendors = head_with(
      "X-RateLimit-Limit: 100, 100;w=2\r\nX-RateLimit-Remaining: 41\r\n"
      "X-RateLimit-Reset: 1763788313\r\n");

  for (auto const& head : {structured, vendors}) {
    CHECK(head.limit == 100);
    CHECK(head.remaining == 41);
    CHECK_FALSE(head.broke_a_rule);
  }
  CHECK(structured.reset_s == 2);
  CHECK(vendors.reset_s == absent);
}

TEST_CASE("of several dialects one is read, whole", "[load]") {
  auto const all = head_with(
      "X-RateLimit-Limit: 3\r\nX-RateLimit-Remaining: 3\r\nRateLimit: \"a\";r=2;t=2\r\n"
      "RateLimit-Policy: \"a\";q=2;w=2\r\nRateLimit-Remaining: 1\r\n");
  auto const two =
      head_with("X-RateLimit-Limit: 3\r\nX-RateLimit-Remaining: 3\r\nRateLimit: \"a\";r=2\r\n");

  CHECK(all.remaining == 1);
  CHECK(all.limit == absent);
  CHECK(all.reset_s == absent);
  CHECK(two.remaining == 2);
  CHECK(two.limit == absent);
}

TEST_CASE("a RateLimit that tells of several limits tells of none", "[load]") {
  for (std::string const lines : {"RateLimit: \"a\";r=1;t=1, \"b\";r=2;t=2\r\n",
                                  "RateLimit: \"a\";r=1;t=1\r\nRateLimit: \"b\";r=2;t=2\r\n",
                                  "RateLimit: limit=9, remaining=1, reset=1\r\n"}) {
    auto const head = head_with(lines + "RateLimit-Policy: \"a\";q=9;w=1\r\n");

    INFO(lines);
    CHECK(head.limit == absent);
    CHECK(head.remaining == absent);
    CHECK(head.reset_s == absent);
    CHECK_FALSE(head.broke_a_rule);
  }
  auto const one_of_two =
      head_with("RateLimit: \"a\";r=1;t=1\r\nRateLimit-Policy: \"a\";q=9;w=1, \"b\";q=8;w=1\r\n");
  CHECK(one_of_two.remaining == 1);
  CHECK(one_of_two.limit == absent);
}

TEST_CASE("a RateLimit without a whole number to remain breaks a rule", "[load]") {
  for (std::string const item :
       {"\"a\"", "\"a\";t=1", "\"a\";r=-1;t=1", "\"a\";r=1.5", "\"a\";r=1;t=x"}) {
    auto const head = head_with("RateLimit: " + item + "\r\n");

    INFO(item);
    CHECK(head.remaining == absent);
    CHECK(head.broke_a_rule);
  }
}

TEST_CASE("fields that no document describes break no rule", "[load]") {
  auto const odd = head_with("X-RateLimit-Limit: lots\r\nX-RateLimit-Remaining: -1\r\n");
  auto const differing = head_with("X-RateLimit-Remaining: 1\r\nX-RateLimit-Remaining: 2\r\n");

  for (auto const& head : {odd, differing}) {
    CHECK(head.limit == absent);
    CHECK(head.remaining == absent);
    CHECK_FALSE(head.broke_a_rule);
  }
}

TEST_CASE("a header value that is no number is absent, and breaks a rule", "[load]") {
  for (std::string const value : {"", "-1", "1.5", "ten", "9223372036854775808", "1 2", "+1"}) {
    auto const head = head_with("RateLimit-Remaining: " + value + "\r\n");

    INFO(value);
    CHECK(head.remaining == absent);
    CHECK(head.broke_a_rule);
  }
  CHECK(head_with("RateLimit-Remaining: 9223372036854775807\r\n").remaining == INT64_MAX);
  CHECK(head_with("RateLimit-Remaining: 00000000000000000000000042\r\n").remaining == 42);
}

TEST_CASE("a field said twice counts if both say the same", "[load]") {
  auto const agreeing =
      head_with("RateLimit-Limit: 5\r\nRateLimit-Limit: 5\r\nX-Node: a\r\nX-Node: a\r\n");
  auto const differing =
      head_with("RateLimit-Limit: 5\r\nRateLimit-Limit: 6\r\nX-Node: a\r\nX-Node: b\r\n");

  CHECK(agreeing.limit == 5);
  CHECK(agreeing.node.view() == "a");
  CHECK_FALSE(agreeing.broke_a_rule);
  CHECK(differing.limit == absent);
  CHECK(differing.node.view().empty());
  CHECK(differing.broke_a_rule);
}

TEST_CASE("Retry-After as a date is left out and breaks no rule", "[load]") {
  auto const head = head_with("Retry-After: Sat, 22 Nov 2025 05:11:51 GMT\r\n");

  CHECK(head.retry_after_s == absent);
  CHECK_FALSE(head.broke_a_rule);
  CHECK(head_with("Retry-After: 1.5\r\n").broke_a_rule);
}

TEST_CASE("a node name that does not fit is left out", "[load]") {
  CHECK(head_with("X-Node: " + std::string(63, 'n') + "\r\n").node.size == 63);
  CHECK(head_with("X-Node: " + std::string(64, 'n') + "\r\n").node.size == 0);
}

TEST_CASE("what is not HTTP is told apart, with a reason", "[load]") {
  std::string const ok = "HTTP/1.1 200 OK\r\n";
  for (auto const& stream :
       std::vector<std::string>{"SSH-2.0-OpenSSH\r\n",
                                "HTTP/2.0 200 OK\r\n\r\n",
                                "HTTP/1.1 2x0 OK\r\n\r\n",
                                "HTTP/1.1 099 Low\r\n\r\n",
                                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                                ok + "No colon\r\n\r\n",
                                ok + ": no name\r\n\r\n",
                                ok + "Spaced name: x\r\n\r\n",
                                ok + "A: b\r\n folded\r\n\r\n",
                                ok + "A: b\x01\r\n\r\n",
                                ok + "A: b\rc\r\n\r\n",
                                ok + "Content-Length: 2x\r\n\r\n",
                                ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                                ok + "Content-Length: -1\r\n\r\n",
                                ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                                ok + "Transfer-Encoding: chunked, gzip\r\n\r\n",
                                ok + "Connection: a b\r\nContent-Length: 0\r\n\r\n"}) {
    auto const seen = scan_whole(stream);

    INFO(stream);
    CHECK(seen.status == scan_status::broken);
    CHECK_FALSE(seen.reason.empty());
  }
}

TEST_CASE("a head larger than 16 KiB is refused however it arrives", "[load]") {
  auto const of_size = [](std::size_t size) {
    std::string const rest = "HTTP/1.1 204 No\r\nA: \r\n\r\n";
    auto head = rest;
    return head.insert(20, size - rest.size(), 'a');
  };
  auto const limit = response_scanner::head_limit;

  CHECK(scan_whole(of_size(limit)).status == scan_status::complete);
  CHECK(scan_in_pieces(of_size(limit), {limit - 1}).status == scan_status::complete);
  CHECK(scan_whole(of_size(limit + 1)).status == scan_status::broken);
  CHECK(scan_in_pieces(of_size(limit + 1), {100, limit}).status == scan_status::broken);
}

TEST_CASE("an interim response does not count as the answer's first byte", "[load]") {
  head_shape_cache cache;
  response_scanner scanner(cache);
  std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  std::string_view begun = "HTTP/1.1 2";

  CHECK(scanner.scan(interim) == scan_status::need_more);
  CHECK(scanner.skipped_interim());
  CHECK(scanner.is_fresh());
  CHECK(scanner.scan(begun) == scan_status::need_more);
  CHECK_FALSE(scanner.skipped_interim());
  CHECK_FALSE(scanner.is_fresh());
}

TEST_CASE("at most 4 KiB of a body are kept", "[load]") {
  std::string const body(10'000, 'b');

  CHECK(scan_whole("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + body).body ==
        body.substr(0, 4096));
}

TEST_CASE("an answer to HEAD ends with its head, whatever body that tells of", "[load]") {
  for (std::string const told : {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
    INFO(told);
    head_shape_cache cache;
    response_scanner scanner(cache);
    auto const head = "HTTP/1.1 200 OK\r\n" + told + "\r\n";
    for (int time = 0; time < 2; ++time) {  // the second time the cache knows it
      std::string_view bytes = head;
      scanner.start(/*to_head=*/true);
      CHECK(scanner.scan(bytes) == scan_status::complete);
      CHECK(bytes.empty());
      CHECK(scanner.head().keep_alive);
    }
    scanner.start();
    std::string_view bytes = head;
    CHECK(scanner.scan(bytes) == scan_status::need_more);
  }
}

TEST_CASE("an answer to HEAD can be the last on its connection", "[load]") {
  head_shape_cache cache;
  response_scanner scanner(cache);
  std::string_view bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
  scanner.start(/*to_head=*/true);

  CHECK(scanner.scan(bytes) == scan_status::complete);
  CHECK_FALSE(scanner.head().keep_alive);
}
