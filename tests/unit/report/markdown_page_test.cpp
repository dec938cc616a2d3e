#include "harness/report/markdown_page.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("folded content stands between empty lines, so that it is Markdown", "[report]") {
  CHECK(markdown_details("Latency", "| a |\n") ==
        "\n<details>\n<summary>Latency</summary>\n\n| a |\n\n</details>\n");
  CHECK(markdown_details("Latency", "").empty());
}

TEST_CASE("a page has its parts in the order they were added", "[report]") {
  markdown_page page("# Title\n", "\nThe end\n");
  page.add("lead", "lead\n");
  page.add_section("One", "1\n");
  page.add_section("None", "");

  CHECK(page.text() == "# Title\nlead\n\n## One\n\n1\n\nThe end\n");
}

TEST_CASE("what does not fit into a comment is left out and named, and what fits stays",
          "[report]") {
  markdown_page page("# Title\n", "\nThe end\n");
  page.add_section("Long", std::string(40'000, 'x'));
  page.add_section("Longer", std::string(60'000, 'y'));
  page.add_details("Short", "z\n");

  auto const text = page.text();

  CHECK(text.size() <= 65'536);
  CHECK(text.find("yy") == std::string::npos);
  CHECK(text.find("<summary>Short</summary>") != std::string::npos);
  CHECK(text.ends_with("\nToo long for a comment, and in report.json: Longer.\n\nThe end\n"));
}
