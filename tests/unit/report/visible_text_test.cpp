#include "harness/report/visible_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::string_view_literals;

TEST_CASE("text that shows itself stays as it is", "[report]") {
  CHECK(visible_text("Retry-After: 1 – später, 待って, 🙂"sv) ==
        "Retry-After: 1 – später, 待って, 🙂");
}

TEST_CASE("control characters become visible", "[report]") {
  CHECK(visible_text("a\0b\x1b[31m\tc\x7f"sv) == "a\\x00b\\x1b[31m\\x09c\\x7f");
  CHECK(visible_text("\xc2\x9b"sv) == "\\x9b");
}

TEST_CASE("line breaks are kept where they are asked for, and only whole ones", "[report]") {
  CHECK(visible_text("a\r\nb\nc\rd"sv) == "a\\x0d\\x0ab\\x0ac\\x0dd");
  CHECK(visible_text("a\r\nb\nc\rd"sv, line_breaks::kept) == "a\nb\nc\\x0dd");
}

TEST_CASE("characters that reorder or hide text become visible", "[report]") {
  CHECK(visible_text("\u202eabc\u2066"sv) == "\\u202eabc\\u2066");
  CHECK(visible_text("a\u200bb\ufeff"sv) == "a\\u200bb\\ufeff");
}

TEST_CASE("bytes that are not UTF-8 are shown one by one", "[report]") {
  CHECK(visible_text("\xff"sv) == "\\xff");
  CHECK(visible_text("\xc3("sv) == "\\xc3(");
  CHECK(visible_text("end\xe2\x82"sv) == "end\\xe2\\x82");
  CHECK(visible_text("\xc0\xaf"sv) == "\\xc0\\xaf");
  CHECK(visible_text("\xed\xa0\x80"sv) == "\\xed\\xa0\\x80");
  CHECK(visible_text("\xf4\x90\x80\x80"sv) == "\\xf4\\x90\\x80\\x80");
}
