#include "harness/report/compare_runs.hpp"
#include "harness/report/write_comparison.hpp"
#include "harness/run/read_measured_runs.hpp"
#include "harness/serve/compare_choice.hpp"
#include "harness/serve/comparison_page.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <regex>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

result<compare_choice> choice_of(std::string const& query) {
  return read_choice(read_target("/compare?" + query).value());
}

/// Text without its elements, or without what Markdown makes of it; blanks joined.
std::string plain(std::string const& text, std::string const& markup) {
  auto const words = std::regex_replace(text, std::regex(markup), " ");
  return std::regex_replace(words, std::regex("\\s+"), " ");
}

}  // namespace

TEST_CASE("the page has the figures of limitproof compare, every one of them", "[serve]") {
  runs_folder const runs;
  runs.add("before", sample_of("s"));
  runs.add("after", sample_of("s", 2));
  auto const compared = compare_chosen(runs.path(), {"before", "after"}).value();
  auto const printed =
      write_comparison(compare_runs({"before", read_measured_runs(runs.path() / "before").value()},
                                    {"after", read_measured_runs(runs.path() / "after").value()})
                           .value());

  auto const page = plain(comparison_page(compared, ""), "<[^>]*>");

  std::istringstream lines(printed);
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| ---")) continue;
    ++rows;
    INFO(line);
    CHECK(contains(page, plain(line, "[|*]")));
  }
  CHECK(rows > 10);
  CHECK(contains(page, " admitted 1,503 3,006 +1,503 – too few runs "));
}

TEST_CASE("two limiters of one run are compared with each other", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));

  auto const compared = compare_chosen(runs.path(), {"a/naive", "a/redis-token-bucket"}).value();

  REQUIRE(compared.limiters.size() == 1);
  auto const page = comparison_page(compared, "limitproof compare a b");
  CHECK(contains(page, "s, naive against redis-token-bucket"));
  CHECK(contains(page, "<pre tabindex=\"0\">limitproof compare a b</pre>"));
}

TEST_CASE("a limiter under one of its policies is compared with it under another", "[serve]") {
  runs_folder const runs;
  auto r = sample_of("s", 2);
  r.runs.resize(1);
  r.runs.push_back(r.runs.front());
  r.runs.front().policy_name = "per-ip";
  r.runs.back().policy_name = "per-key";
  r.runs.back().verdict.admission.admitted = 7;
  runs.add("a", r);

  auto const compared = compare_chosen(runs.path(), {"a/naive/per-ip", "a/naive/per-key"}).value();

  REQUIRE(compared.limiters.size() == 1);
  auto const page = plain(comparison_page(compared, ""), "<[^>]*>");
  CHECK(contains(page, "s, naive/per-ip against naive/per-key"));
  CHECK(contains(page, " admitted 3,006 7 "));
  CHECK(compare_chosen(runs.path(), {"a/naive", "a"}).value().limiters.size() == 2);
  CHECK(compare_chosen(runs.path(), {"a/naive/per-ip", "a/naive/per-user"}).has_error());
}

TEST_CASE("a choice is two runs, or limiters of runs or their policies, and nothing else",
          "[serve]") {
  auto const choice = choice_of("a=x%2Fnaive%2Fper-ip&b=y%2Fnaive").value();
  CHECK(choice.before == "x/naive/per-ip");
  CHECK(choice.after == "y/naive");

  CHECK(choice_of("b=y").error().what.find("choose A too") == 0);
  CHECK(choice_of("a=x").error().what.find("choose B too") == 0);
  for (auto const* wrong : {"..",
                            "%2E%2E",
                            "../x",
                            "x/..",
                            "x/../y",
                            "/etc",
                            "w/x/y/z",
                            "w/x/..",
                            "x//y",
                            "x/",
                            "x%2F..",
                            ".",
                            "x%00y"}) {
    INFO(wrong);
    CHECK(choice_of(std::string("a=") + wrong + "&b=y").has_error());
    CHECK(choice_of(std::string("a=y&b=") + wrong).has_error());
  }
}

TEST_CASE("what is not among the runs cannot be compared, whatever it is", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));
  runs_folder const others;
  others.add("b", sample_of("s"));
  std::filesystem::create_directory_symlink(others.path() / "b", runs.path() / "b");

  CHECK(compare_chosen(runs.path(), {"a", "missing"}).has_error());
  CHECK(compare_chosen(runs.path(), {"a", "a/missing"}).has_error());
  auto const outside = compare_chosen(runs.path(), {"a", "b"});
  REQUIRE(outside.has_error());
  CHECK(contains(outside.error().what, "leads out of"));
}

TEST_CASE("the command of a comparison can be pasted into a shell", "[serve]") {
  CHECK(compare_command_text("reports/runs", {"a", "b/naive"}) ==
        "limitproof compare reports/runs/a reports/runs/b/naive");
  CHECK(compare_command_text("my runs", {"$(x)", "it's"}) ==
        "limitproof compare 'my runs/$(x)' 'my runs/it'\\''s'");
}
