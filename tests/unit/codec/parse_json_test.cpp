#include "harness/codec/json_pointer.hpp"
#include "harness/codec/json_reader.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string refusal(std::string const& text) {
  try {
    auto const document = parse_json(text, "x.json");
    return "accepted: " + document.dump();
  } catch (decode_failure const& failure) {
    return failure.what;
  }
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("what is not JSON is refused with line and column", "[codec]") {
  CHECK(
      refusal("{\n  \"a\": 1,\n  \"b\" []\n}") ==
      "x.json: at /b: not valid JSON: parse error at line 3, column 7: syntax error while parsing "
      "object separator - unexpected '['; expected ':'");
  CHECK_THAT(refusal("[0, {"), Catch::StartsWith("x.json: at /1: not valid JSON: "));
  for (auto const* text : {"",
                           "{",
                           "[1,]",
                           "{\"a\":1,}",
                           "{} {}",
                           "// x\n{}",
                           "/* x */ {}",
                           "nul",
                           "'a'",
                           "{a:1}",
                           "01",
                           "+1",
                           ".5",
                           "NaN",
                           "\"\t\"",
                           "\"\xff\"",
                           "1e999"}) {
    INFO(text);
    CHECK_THAT(refusal(text), Catch::StartsWith("x.json: at "));
    CHECK_THAT(refusal(text), Catch::Contains("not valid JSON: "));
  }
}

TEST_CASE("a key that stands twice is refused where it stands", "[codec]") {
  CHECK(refusal(R"({"a":1,"b":[{},{"c":[[1],{"d":1,"e":2,"d":3}]}]})") ==
        "x.json: at /b/1/c/1/d: this key stands twice in one object; remove one of them");
  CHECK(refusal(R"([{"a":1},{"a":1,"a":2}])") ==
        "x.json: at /1/a: this key stands twice in one object; remove one of them");
  CHECK(refusal(R"({"a":{"b":1},"a":2})") ==
        "x.json: at /a: this key stands twice in one object; remove one of them");
  CHECK(refusal(R"({"a":{"b":1},"c":{"b":1}})") == R"(accepted: {"a":{"b":1},"c":{"b":1}})");
}

TEST_CASE("nesting is bounded", "[codec]") {
  CHECK(refusal(nested(64)) == "accepted: " + nested(64));
  CHECK_THAT(refusal(nested(65)), Catch::Contains("nested more than 64 levels deep"));
  CHECK_THAT(refusal(std::string(1'000'000, '[')), Catch::Contains("nested more than 64 levels"));
}

TEST_CASE("a refusal never carries control bytes or bytes that are not UTF-8", "[codec]") {
  auto const sentence = refusal("{\"a\\u001b[2J\": \xff\xfe}");

  CHECK(sentence.find('\x1b') == std::string::npos);
  CHECK(sentence.find('\xff') == std::string::npos);
}

TEST_CASE("a pointer escapes what would be a step", "[codec]") {
  CHECK(pointer_to("", "a/b~c") == "/a~1b~0c");
  CHECK(pointer_to("/x", "") == "/x/");
}

TEST_CASE("clipping leaves no half character", "[codec]") {
  CHECK(clipped("aé", 3) == "aé");
  CHECK(clipped("aéb", 2) == "a…");
  CHECK(clipped("aéb", 3) == "aé…");
}
