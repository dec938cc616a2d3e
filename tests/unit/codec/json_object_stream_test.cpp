#include "harness/codec/json_object_stream.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using objects = std::vector<std::string>;

constexpr std::size_t plenty = 1000;

TEST_CASE("objects are cut apart wherever the pieces they come in end", "[codec]") {
  objects const expected{R"({"a":{"b":"}{"}})", R"({"c":"\"}\\"})", "{}"};
  std::string const sent = expected[0] + "\n" + expected[1] + expected[2] + "\r\n ";

  for (std::size_t size = 1; size <= sent.size(); ++size) {
    CAPTURE(size);
    json_object_stream stream(plenty);
    objects cut;
    for (std::size_t at = 0; at < sent.size(); at += size) {
      auto const ended = stream.feed(sent.substr(at, size)).value();
      cut.insert(cut.end(), ended.begin(), ended.end());
    }
    CHECK(cut == expected);
    CHECK_FALSE(stream.within_object());
  }
}

TEST_CASE("an object that has not ended is within", "[codec]") {
  json_object_stream stream(plenty);
  CHECK(stream.feed(R"({"a":"}")").value().empty());
  CHECK(stream.within_object());
  CHECK(stream.feed("}").value() == objects{R"({"a":"}"})"});
  CHECK_FALSE(stream.within_object());
}

TEST_CASE("something else between two objects is refused", "[codec]") {
  for (auto const* sent : {"x", "[1]", "{},{}", "{}}", "\"{}\""}) {
    CAPTURE(sent);
    json_object_stream stream(plenty);
    CHECK(stream.feed(sent).has_error());
  }
}

TEST_CASE("an object has at most so many bytes, and any number of them may come", "[codec]") {
  json_object_stream stream(8);
  for (int i = 0; i < 10; ++i) CHECK(stream.feed(R"({"a":12})").value().size() == 1);
  CHECK(stream.feed(R"({"a":123)").value().empty());
  auto const too_long = stream.feed("}");
  REQUIRE(too_long.has_error());
  CHECK(too_long.error().what == "an object of more than 8 bytes was sent");
}

}  // namespace
}  // namespace limitproof
