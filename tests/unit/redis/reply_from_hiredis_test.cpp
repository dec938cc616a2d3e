#include "harness/redis/reply_from_hiredis.hpp"

#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <hiredis/hiredis.h>

namespace limitproof {
namespace {

using kind = redis_reply::kind;

/// What hiredis makes of the bytes a server would send.
redis_reply parse(std::string const& bytes) {
  std::unique_ptr<redisReader, decltype(&redisReaderFree)> const reader(redisReaderCreate(),
                                                                        &redisReaderFree);
  REQUIRE(redisReaderFeed(reader.get(), bytes.data(), bytes.size()) == REDIS_OK);
  void* parsed = nullptr;
  REQUIRE(redisReaderGetReply(reader.get(), &parsed) == REDIS_OK);
  REQUIRE(parsed != nullptr);
  std::unique_ptr<redisReply, decltype(&freeReplyObject)> const reply(
      static_cast<redisReply*>(parsed), &freeReplyObject);
  return reply_from_hiredis(*reply);
}

TEST_CASE("every type of RESP2 is copied", "[redis]") {
  CHECK(parse("$-1\r\n").type == kind::nil);
  CHECK(parse("*-1\r\n").type == kind::nil);

  auto const integer = parse(":-9223372036854775807\r\n");
  CHECK(integer.type == kind::integer);
  CHECK(integer.integer == -9223372036854775807);

  auto const status = parse("+OK\r\n");
  CHECK(status.type == kind::status);
  CHECK(status.text == "OK");

  auto const error = parse("-ERR no\r\n");
  CHECK(error.type == kind::error);
  CHECK(error.text == "ERR no");
}

TEST_CASE("a string keeps bytes that end C strings and lines", "[redis]") {
  auto const reply = parse(std::string("$6\r\na\0b\r\nc\r\n", 12));

  CHECK(reply.type == kind::string);
  CHECK(reply.text == std::string("a\0b\r\nc", 6));
}

TEST_CASE("an empty string and an empty array are not nil", "[redis]") {
  CHECK(parse("$0\r\n\r\n").type == kind::string);
  CHECK(parse("*0\r\n").type == kind::array);
}

TEST_CASE("arrays nest and may hold nil and errors", "[redis]") {
  auto const reply = parse("*3\r\n:1\r\n*2\r\n$1\r\nx\r\n$-1\r\n-ERR inner\r\n");

  REQUIRE(reply.type == kind::array);
  REQUIRE(reply.elements.size() == 3);
  CHECK(reply.elements[0].integer == 1);
  REQUIRE(reply.elements[1].elements.size() == 2);
  CHECK(reply.elements[1].elements[0].text == "x");
  CHECK(reply.elements[1].elements[1].type == kind::nil);
  CHECK(reply.elements[2].type == kind::error);
}

}  // namespace
}  // namespace limitproof
