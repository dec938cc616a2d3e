#include "harness/model/verdict.hpp"
#include "tests/tidy/open_reasons.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string troubleshooting() {
  std::ifstream in(LIMITPROOF_SOURCE_DIR "/reports/troubleshooting.md", std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string heading_of(std::string_view check) {
  return "### `" + std::string(check) + "`";
}

std::vector<source_file> sources_under(std::string const& folder) {
  auto files = read_tree(LIMITPROOF_SOURCE_DIR);
  std::erase_if(files, [&](source_file const& file) {
    return !file.path.starts_with(folder) || !file.path.ends_with(".cpp");
  });
  return files;
}

bool holds_any(std::string const& reason, std::vector<std::string> const& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string const& phrase) {
    return reason.find(phrase) != std::string::npos;
  });
}

source_file checking(std::string const& body) {
  return {"harness/check/x.cpp", body};
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("troubleshooting has a section for every check", "[tidy]") {
  auto const text = troubleshooting();

  for (auto const& [unused, name] : enum_names<check_name>) {
    INFO(name);
    CHECK(text.find(heading_of(name) + "\n") != std::string::npos);
  }
}

TEST_CASE("troubleshooting explains whatever a check says where it comes to no conclusion",
          "[tidy]") {
  auto const text = troubleshooting();
  std::size_t reasons = 0;
  for (auto const& file : sources_under("harness/check/")) {
    auto const name = file.path.substr(14, file.path.size() - 14 - 4);
    auto const phrases = quoted_phrases(text, from_name<check_name>(name) ? heading_of(name) : "");
    for (auto const& reason : open_reasons(file)) {
      ++reasons;
      INFO(file.path << ": " << reason);
      CHECK(holds_any(reason, phrases));
    }
  }
  CHECK(reasons > 30);
}

TEST_CASE("what troubleshooting says the program says, it does say", "[tidy]") {
  texts said;
  for (auto const& file : sources_under("harness/"))
    for (auto& literal : literals_of(file.text)) said.push_back(std::move(literal));

  for (auto const& phrase : quoted_phrases(troubleshooting(), "")) {
    INFO(phrase);
    CHECK(std::any_of(said.begin(), said.end(), [&](std::string const& literal) {
      return literal.find(phrase) != std::string::npos;
    }));
  }
}

TEST_CASE("literals side by side are one, and comments hold none", "[tidy]") {
  CHECK(literals_of("f(\"a {} \"\n  \"b\", \"c\"); // \"d\"") == texts{"a {} b", "c"});
}

TEST_CASE("a claim without a verdict is an open reason, one beside a verdict is none", "[tidy]") {
  CHECK(
      open_reasons(checking("if (x) { found.claim = \"not a; known\"; } else {\n"
                            "found.verdict = verdict_kind::pass; found.claim = \"all well\"; }")) ==
      texts{"not a; known"});
}

TEST_CASE("an open claim that a function words is found in that function", "[tidy]") {
  CHECK(open_reasons(checking("std::string open_text(int x) { if (x) return \"this {} or\"; "
                              "return \"that one\"; }\n"
                              "void f() { found.claim = open_text(1); }")) ==
        texts{"this {} or", "that one"});
}

TEST_CASE("why nothing is judged is an open reason wherever it is said", "[tidy]") {
  CHECK(
      open_reasons(checking("std::string why_not(evidence const& e) { return \"it is odd\"; }")) ==
      texts{"it is odd"});
}

TEST_CASE("phrases are those of first cells below their heading", "[tidy]") {
  auto const text = "# A\n| \"one\" | \"no\" |\n## B\n\"no\"\n| `x` \"two\", \"three\" | y |\n";

  CHECK(quoted_phrases(text, "# A") == texts{"one"});
  CHECK(quoted_phrases(text, "## B") == texts{"two", "three"});
  CHECK(quoted_phrases(text, "") == texts{"one", "two", "three"});
}
