#include "harness/report/markdown_plots.hpp"

#include "tests/unit/contains.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

report with_arrivals(std::vector<std::int64_t> sent, std::vector<std::int64_t> admitted) {
  auto r = sample_report();
  r.runs.resize(1);
  r.runs.front().arrivals = {
      std::chrono::milliseconds(100), std::move(sent), std::move(admitted), std::nullopt};
  return r;
}

}  // namespace

TEST_CASE("a chart has a line of what was sent, over one of what was admitted", "[report]") {
  CHECK(markdown_plots(with_arrivals({200, 199, 150}, {31, 20, 5})) ==
        "`naive`:\n\n"
        "```mermaid\n"
        "%%{init: {\"themeVariables\": {\"xyChart\": {\"plotColorPalette\": \"#8b949e, "
        "#2f81f7\"}}}}%%\n"
        "xychart-beta\n"
        "  title \"sent (upper line, grey) and of these admitted (blue) in 100ms\"\n"
        "  x-axis \"seconds\" 0 --> 0.2\n"
        "  y-axis \"requests\" 0 --> 220\n"
        "  line [200, 199, 150]\n"
        "  line [31, 20, 5]\n"
        "```\n");
}

TEST_CASE("a long attack is drawn with a hundred points, and its peak is one of them", "[report]") {
  std::vector<std::int64_t> sent(250, 10);
  sent[181] = 777;

  auto const text = markdown_plots(with_arrivals(sent, std::vector<std::int64_t>(250, 1)));

  CHECK(contains(text, "in 100ms, the fullest of each 300ms\""));
  CHECK(contains(text, ", 777, "));
  CHECK(contains(text, "0 --> 24.9\n"));
  auto const admitted = text.substr(text.rfind("line ["));
  CHECK(std::count(admitted.begin(), admitted.end(), ',') == 83);
}

TEST_CASE("a chart of nothing has an axis all the same, and of one stretch there is none",
          "[report]") {
  CHECK(contains(markdown_plots(with_arrivals({0, 0}, {0, 0})), "\"requests\" 0 --> 1\n"));
  CHECK(markdown_plots(with_arrivals({5}, {5})).empty());
  CHECK(markdown_plots(with_arrivals({}, {})).empty());
}

TEST_CASE("from the fourth limiter on charts are folded away", "[report]") {
  auto r = with_arrivals({1, 2}, {1, 2});
  r.runs.resize(4, r.runs.front());

  auto const text = markdown_plots(r);

  CHECK(contains(text, "<summary>The other limiters</summary>"));
  auto const folded = text.substr(text.find("<details>"));
  CHECK(contains(folded, "xychart-beta"));
  CHECK(folded.find("xychart-beta") == folded.rfind("xychart-beta"));
}
