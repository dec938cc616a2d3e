#include "harness/report/markdown_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("words carry no markup", "[report]") {
  CHECK(markdown_words("a|b *c* _d_ `e` [f](g) #1 ~h~ !i $j$ \\") ==
        "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) \\#1 \\~h\\~ \\!i \\$j\\$ \\\\");
}

TEST_CASE("words carry no HTML", "[report]") {
  CHECK(markdown_words("<img src=x onerror=alert(1)>&lt;") ==
        "&#60;img src=x onerror=alert(1)&#62;&#38;lt;");
}

TEST_CASE("words call nobody and link nowhere", "[report]") {
  CHECK(markdown_words("ask @octocat") == "ask @&#8203;octocat");
  CHECK(markdown_words("CPU @ 2.0 GHz") == "CPU @ 2.0 GHz");
  CHECK(markdown_words("http://x: y") == "http&#58;//x: y");
}

TEST_CASE("words stay on one line", "[report]") {
  CHECK(markdown_words("a\n# b\x1b") == "a\\\\x0a\\# b\\\\x1b");
}

TEST_CASE("code is quoted with backticks unless they could break out", "[report]") {
  CHECK(markdown_code("node-1") == "`node-1`");
  CHECK(markdown_code("(none)") == "`(none)`");
  CHECK(markdown_code("<b>@me") == "`<b>@me`");
  CHECK(markdown_code("a`b|c") == "<code>a&#96;b&#124;c</code>");
  CHECK(markdown_code("`<b>") == "<code>&#96;&#60;b&#62;</code>");
  CHECK(markdown_code("a\nb") == "<code>a&#92;x0ab</code>");
  CHECK(markdown_code("") == "<code></code>");
}

TEST_CASE("a block's fence is longer than any run of backticks inside", "[report]") {
  CHECK(markdown_block("http", "plain") == "```http\nplain\n```\n");
  CHECK(markdown_block("", "```\n````") == "`````\n```\n````\n`````\n");
}

TEST_CASE("a table aligns its columns and is empty without rows", "[report]") {
  CHECK(markdown_table({{"name"}, {"count", column::right}}, {{"a", "1"}, {"b", "2"}}) ==
        "| name | count |\n| --- | --: |\n| a | 1 |\n| b | 2 |\n");
  CHECK(markdown_table({{"name"}}, {}).empty());
}
