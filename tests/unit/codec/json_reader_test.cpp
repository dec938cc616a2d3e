#include "harness/codec/json_reader.hpp"

#include "harness/model/policy.hpp"

#include <functional>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

// What reading `text` comes to: "" if it was accepted, else the sentence without the file's name.
std::string refusal(std::string const& text, std::function<void(json_reader const&)> const& read) {
  auto const outcome = decode_text(text, "x.json", [&read](json_reader const& in) {
    read(in);
    return 0;
  });
  if (outcome) return "";
  CHECK(outcome.error().code == errc::bad_file);
  REQUIRE_THAT(outcome.error().what, Catch::StartsWith("x.json: at "));
  return outcome.error().what.substr(std::string("x.json: at ").size());
}

void read_small(json_reader const& in) {
  static_cast<void>(in.integer(-2, 3));
}

}  // namespace

TEST_CASE("an integer is a whole number within its bounds, written as one", "[codec]") {
  for (auto const* text : {"-2", "0", "3"}) CHECK(refusal(text, read_small).empty());
  for (auto const* text : {"-3",
                           "4",
                           "1.5",
                           "1.0",
                           "3e0",
                           "3e3",
                           "\"1\"",
                           "true",
                           "null",
                           "[]",
                           "9223372036854775808",
                           "18446744073709551616",
                           "-9223372036854775809"}) {
    INFO(text);
    CHECK_THAT(refusal(text, read_small), Catch::EndsWith("expected a whole number from -2 to 3"));
  }
  CHECK(refusal("3.7", read_small) ==
        "the top level: found 3.7, expected a whole number from -2 to 3");
}

TEST_CASE("an unsigned integer has all 64 bits", "[codec]") {
  std::uint64_t value = 0;
  auto const read = [&value](json_reader const& in) { value = in.unsigned_integer(); };

  CHECK(refusal("18446744073709551615", read).empty());
  CHECK(value == 18446744073709551615U);
  for (auto const* text : {"-1", "1.5", "18446744073709551616", "\"7\""})
    CHECK_THAT(refusal(text, read), Catch::EndsWith("from 0 to 18446744073709551615"));
}

TEST_CASE("a string is neither empty nor longer than it may be", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.string(3)); };

  CHECK(refusal("\"abc\"", read).empty());
  CHECK(refusal("\"\"", read) == "the top level: found \"\", expected a string of 1 to 3 bytes");
  CHECK_FALSE(refusal("\"abcd\"", read).empty());
  CHECK_FALSE(refusal("5", read).empty());
}

TEST_CASE("a duration out of range is refused with the range", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.duration(1ms, 1h)); };

  CHECK(refusal("\"1ms\"", read).empty());
  CHECK(refusal("\"60m\"", read).empty());
  CHECK(refusal("\"8sec\"", read) ==
        "the top level: found \"8sec\", expected a whole number with its unit (ns us ms s m h d), "
        "as \"250ms\", from \"1ms\" to \"1h\"");
  for (auto const* text : {"\"999us\"", "\"61m\"", "8", "\"8\"", "null"})
    CHECK_FALSE(refusal(text, read).empty());
}

TEST_CASE("a rate is above zero and no faster than ten million a second", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.rate()); };

  for (auto const* text : {"\"10000000/s\"", "\"1/100ns\"", "\"1/d\""})
    CHECK(refusal(text, read).empty());
  for (auto const* text : {"\"10000001/s\"",
                           "\"1/99ns\"",
                           "\"0/s\"",
                           "\"1/2d\"",
                           "2000",
                           "\"2000\"",
                           "\"9223372036854775807/ns\""})
    CHECK_THAT(refusal(text, read), Catch::Contains("expected a rate, as \"2000/s\""));
}

TEST_CASE("a name outside a closed list is refused with the list and the nearest", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.name<judged_by>()); };

  CHECK(refusal("\"promised\"", read).empty());
  CHECK(refusal("\"promissed\"", read) ==
        "the top level: found \"promissed\", expected one of: declared, promised (did you mean "
        "\"promised\"?)");
  CHECK(refusal("7", read) == "the top level: found 7, expected one of: declared, promised");
}

TEST_CASE("an unknown key is refused with the known ones and the nearest", "[codec]") {
  auto const read = [](json_reader const& in) {
    in.at("a").items()[1].only_keys({"limit", "per"});
  };

  CHECK(refusal(R"({"a":[0,{"limit":1}]})", read).empty());
  CHECK(refusal(R"({"a":[0,{"limitt":1}]})", read) ==
        "/a/1/limitt: unknown key \"limitt\" (did you mean \"limit\"?), known here: limit, per");
  CHECK(refusal(R"({"a":[0,{"x/y":1}]})", read) ==
        "/a/1/x~1y: unknown key \"x/y\", known here: limit, per");
  CHECK(refusal(R"({"a":[0,[]]})", read) == "/a/1: found [], expected an object");
}

TEST_CASE("a missing key is refused with what was found instead", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.at("phase")); };

  CHECK(refusal("{}", read) == "the top level: the key \"phase\" is missing from {}");
  CHECK(refusal(R"({"phse":1})", read) ==
        R"(the top level: the key "phase" is missing from {"phse":1})");
}

TEST_CASE("an array has as many elements as it may", "[codec]") {
  auto const read = [](json_reader const& in) { static_cast<void>(in.items(1, 2)); };

  CHECK(refusal("[1]", read).empty());
  CHECK(refusal("[]", read) == "the top level: found [], expected an array of 1 to 2 elements");
  CHECK_FALSE(refusal("[1,2,3]", read).empty());
  CHECK_FALSE(refusal("{}", read).empty());
}

TEST_CASE("what was found is quoted, but not at length", "[codec]") {
  auto const sentence = refusal("\"" + std::string(10'000, 'x') + "\"", read_small);

  CHECK(sentence.size() < 150);
}
