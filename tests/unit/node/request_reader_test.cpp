#include "harness/node/request_reader.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using progress = request_reader::progress;

namespace {

struct reading {
  progress state;
  refusal why;
  request_facts facts;
  std::size_t taken = 0;
};

/// Feeds `text` as a session does, `piece` bytes more at a time.
reading read_in_pieces(std::string_view text, std::size_t piece) {
  request_reader reader;
  std::size_t taken = 0;
  for (std::size_t arrived = 0; arrived < text.size() && reader.state() == progress::need_more;) {
    arrived = std::min(text.size(), arrived + piece);
    taken += reader.feed(boost::asio::buffer(text.substr(taken, arrived - taken)));
  }
  return reading{reader.state(), reader.why(), reader.facts(), taken};
}

reading read_whole(std::string_view text) {
  return read_in_pieces(text, text.size());
}

std::string get(std::string const& more_lines = "") {
  return "GET /a HTTP/1.1\r\nHost: h\r\nX-Api-Key: alice\r\n" + more_lines + "\r\n";
}

refusal refusal_of(std::string const& text) {
  auto const found = read_whole(text);
  REQUIRE(found.state == progress::refused);
  return found.why;
}

}  // namespace

TEST_CASE("the whole head is told where policies are chosen by it, trailers are not", "[node]") {
  std::string const text =
      "PUT /b?c HTTP/1.1\r\nHost: h\r\nX-Api-Key: alice\r\nx-tier: paid\r\nX-Tier:\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Tier: free\r\n\r\n";
  request_reader reader(true);
  reader.feed(boost::asio::buffer(text));
  REQUIRE(reader.state() == progress::complete);

  auto const& asked = reader.facts().asked;
  CHECK(asked.method == "PUT");
  CHECK(asked.target == "/b?c");
  CHECK(lines_of(asked, "X-Tier").count == 2);
  CHECK(lines_of(asked, "X-Tier").joined == "paid, ");
  CHECK(lines_of(asked, "X-Api-Key").count == 0);
  CHECK(read_whole(text).facts.asked.fields.empty());
}

TEST_CASE("the facts of a request are the same however its bytes arrive", "[node]") {
  std::string const text =
      "POST /b HTTP/1.1\r\nHost: h\r\nx-api-key:  {alice} \r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;a=b\r\nhello\r\n0\r\nX-Api-Key: trailer\r\n\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    INFO("pieces of " << piece);
    auto const found = read_in_pieces(text, piece);
    REQUIRE(found.state == progress::complete);
    CHECK(found.taken == text.size());
    CHECK(found.facts.api_key == "{alice}");
    CHECK(found.facts.api_key_lines == 1);
    CHECK(found.facts.host_lines == 1);
    CHECK(found.facts.keep_alive);
    CHECK_FALSE(found.facts.health);
  }
}

TEST_CASE("an empty chunked body may come in any pieces", "[node]") {
  auto const text = get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece)
    CHECK(read_in_pieces(text, piece).state == progress::complete);
}

TEST_CASE("bytes behind a request are left for the next one", "[node]") {
  auto const one = get("Content-Length: 3\r\n") + "abc";
  auto const found = read_whole(one + get());

  CHECK(found.state == progress::complete);
  CHECK(found.taken == one.size());
}

TEST_CASE("an identity in a trailer is not an identity", "[node]") {
  auto const found = read_whole(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\nX-Api-Key: mallory\r\nHost: h\r\n\r\n");

  REQUIRE(found.state == progress::complete);
  CHECK(found.facts.api_key_lines == 0);
  CHECK(found.facts.host_lines == 1);
}

TEST_CASE("the first of two identity lines is kept and both are counted", "[node]") {
  auto const found = read_whole(get("X-API-KEY: bob\r\n"));

  CHECK(found.facts.api_key_lines == 2);
  CHECK(found.facts.api_key == "alice");
}

TEST_CASE("only the exact health path is the health path", "[node]") {
  auto const is_health = [](std::string const& target) {
    return read_whole("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").facts.health;
  };

  CHECK(is_health("/healthz"));
  for (auto const* target : {"/healthz/", "//healthz", "/Healthz", "/healthz?a", "/%68ealthz", "/"})
    CHECK_FALSE(is_health(target));
}

TEST_CASE("version and Connection say whether the connection may be used again", "[node]") {
  auto const keeps = [](std::string const& version, std::string const& line) {
    return read_whole("GET / HTTP/" + version + "\r\n" + line + "\r\n").facts.keep_alive;
  };

  CHECK(keeps("1.1", ""));
  CHECK_FALSE(keeps("1.1", "Connection: close\r\n"));
  CHECK_FALSE(keeps("1.0", ""));
  CHECK(keeps("1.0", "Connection: Keep-Alive\r\n"));
}

TEST_CASE("only an HTTP/1.1 client can expect to be invited", "[node]") {
  CHECK(read_whole(get("Expect: 100-Continue\r\n")).facts.expects_continue);
  CHECK_FALSE(read_whole(get("Expect: cookies\r\n")).facts.expects_continue);
  CHECK_FALSE(read_whole("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").facts.expects_continue);
}

TEST_CASE("a transfer coding that cannot be framed is refused", "[node]") {
  auto const coded = [](std::string const& coding) {
    return get("Transfer-Encoding: " + coding + "\r\n");
  };

  for (auto const* coding : {"gzip", "chunked, gzip", "gzip, chunked", "xchunked", "identity"}) {
    INFO(coding);
    CHECK(refusal_of(coded(coding)) == refusal::bad_transfer_coding);
  }
  CHECK(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") ==
        refusal::bad_transfer_coding);
  CHECK(read_whole(coded("Chunked") + "0\r\n\r\n").state == progress::complete);
}

TEST_CASE("empty lines before a request are skipped, even when they come in halves", "[node]") {
  auto const text = "\r\n\r\n" + get();

  CHECK(read_whole(text).state == progress::complete);
  CHECK(read_in_pieces(text, 1).state == progress::complete);
}

TEST_CASE("what is not HTTP/1.x is refused", "[node]") {
  for (auto const* text : {"\x16\x03\x01\x02\x01\x01\x01",
                           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                           "GET /\r\n\r\n",
                           "GET / HTTP/1.1\nHost: h\n\n",
                           "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
                           "GET / HTTP/1.1\r\n: h\r\n\r\n",
                           "\rX"}) {
    INFO(text);
    CHECK(refusal_of(text) == refusal::malformed_request);
  }
  CHECK(refusal_of(get("A: b\x01\r\n")) == refusal::bad_header_value);
  CHECK(refusal_of(get("A: b\x7f\r\n")) == refusal::bad_header_value);
}

TEST_CASE("lengths that two parties could read differently are refused", "[node]") {
  CHECK(refusal_of(get("Content-Length: 1\r\nContent-Length: 2\r\n")) ==
        refusal::malformed_request);
  CHECK(refusal_of(get("Content-Length: -1\r\n")) == refusal::malformed_request);
  CHECK(refusal_of(get("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")) ==
        refusal::malformed_request);
  CHECK(refusal_of(get("Transfer-Encoding: chunked\r\n") + "xyz\r\n") ==
        refusal::malformed_request);
}

TEST_CASE("a head is bounded however it is made up", "[node]") {
  std::string many_lines;
  while (many_lines.size() < largest_head) many_lines += "A: b\r\n";

  CHECK(refusal_of(get("A: " + std::string(largest_head, 'b') + "\r\n")) ==
        refusal::head_too_large);
  CHECK(refusal_of(get(many_lines)) == refusal::head_too_large);
  CHECK(read_in_pieces(get(many_lines), 100).why == refusal::head_too_large);
  CHECK(refusal_of("GET /" + std::string(largest_head, 'a')) == refusal::head_too_large);
}

TEST_CASE("a body is bounded however it is made up", "[node]") {
  std::string chunks;
  for (std::size_t size = 0; size <= largest_body; size += 4096)
    chunks += "1000\r\n" + std::string(4096, 'b') + "\r\n";
  auto const chunked = get("Transfer-Encoding: chunked\r\n");

  CHECK(refusal_of(get("Content-Length: 65537\r\n")) == refusal::body_too_large);
  CHECK(refusal_of(chunked + chunks) == refusal::body_too_large);
  CHECK(refusal_of(chunked + "1;" + std::string(largest_head, 'e')) == refusal::head_too_large);
  CHECK(refusal_of(chunked + "0\r\nA: " + std::string(largest_head, 't')) ==
        refusal::head_too_large);
  auto const largest = get("Content-Length: 65536\r\n") + std::string(largest_body, 'b');
  CHECK(read_whole(largest).state == progress::complete);
}

TEST_CASE("a damaged request is understood the same whole and byte by byte", "[node]") {
  auto const seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  std::vector<std::string> const samples = {
      get(),
      get("Content-Length: 4\r\n") + "body",
      get("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n",
      get("Transfer-Encoding: chunked\r\n") + "1;x=y\r\na\r\n02\r\nbc\r\n0\r\nA: b\r\n\r\n",
      get("Expect: 100-continue\r\nConnection: close\r\n")};
  std::string const bytes("\r\n :;,\t\0z0\x7f\xff", 12);

  int completed = 0;
  for (int round = 0; round < 5000; ++round) {
    auto text = samples[random() % samples.size()];
    for (auto damage = random() % 3; damage > 0; --damage)
      text[random() % text.size()] = bytes[random() % bytes.size()];
    CAPTURE(text);
    auto const whole = read_whole(text);
    auto const bytewise = read_in_pieces(text, 1);

    REQUIRE((whole.state == progress::complete) == (bytewise.state == progress::complete));
    if (whole.state != progress::complete) continue;
    ++completed;
    REQUIRE(whole.taken == bytewise.taken);
    REQUIRE(whole.facts.api_key == bytewise.facts.api_key);
    REQUIRE(whole.facts.api_key_lines == bytewise.facts.api_key_lines);
  }
  CHECK(completed > 1000);
}
