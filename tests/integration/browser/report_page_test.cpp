#include "harness/codec/text_file.hpp"
#include "harness/report/write_html.hpp"
#include "tests/integration/browser/browser.hpp"
#include "tests/unit/report/hostile_report.hpp"
#include "tests/unit/report/sample_report.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
using nlohmann::json;
using strings = std::vector<std::string>;

namespace {

/// What the browser wrote about a page that is opened from a disk.
std::string opened(std::string const& page, std::string const& width = "1280") {
  temporary_directory const folder;
  auto const file = folder.path() / "report.html";
  REQUIRE(write_text(file, page).has_value());
  return shown_by_browser("file://" + file.string(), width);
}

/// The page with more at its end.
std::string with(std::string page, std::string const& more) {
  auto const end = page.rfind("</body>");
  REQUIRE(end != std::string::npos);
  return page.insert(end, more);
}

/// The page with the probe in it, and something that notes alerts before anything else runs.
std::string probed(report const& r) {
  auto page = with(write_html(r), "<script>" + read_text(LIMITPROOF_PROBE).value() + "</script>");
  auto const head = page.find("<title>");
  return page.insert(head, "<script>window.alerts = 0; window.alert = () => ++alerts;</script>");
}

std::string percent_decoded(std::string const& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return decoded;
}

json found_in(std::string const& output) {
  INFO(output.substr(0, 2'000));
  std::string const start = "<pre id=\"found\">";
  auto const at = output.find(start);
  REQUIRE(at != std::string::npos);
  auto const from = at + start.size();
  return json::parse(percent_decoded(output.substr(from, output.find('<', from) - from)));
}

json three_times(json const& range) {
  return {range, range, range};
}

}  // namespace

TEST_CASE("a run that held says why a window may hold more than promised, one that broke does not",
          "[integration]") {
  auto r = sample_report();
  r.runs.back().verdict.admission.worst = worst_window{1'149, 1'050, {0, 1'000'000'000}};

  auto const found = found_in(opened(probed(r)));

  REQUIRE(found["beyondPromise"].size() == 1);
  CHECK(
      found["beyondPromise"][0].get<std::string>().starts_with("1,149 in one window where 1,050"));
}

TEST_CASE("a browser shows the report, zooms into it and finds the certificate", "[integration]") {
  auto const output = opened(probed(sample_report()));

  auto const found = found_in(output);
  CHECK_FALSE(complained(output));
  CHECK(found["verdicts"] == strings{"broke the limit, as expected", "held"});
  CHECK(found["names"] == strings{"naive", "redis-token-bucket"});
  CHECK(found["drawn"] == std::vector{3, 3});
  CHECK(found["series"][0] == strings{"admitted so far", "the most allowed so far"});
  CHECK(found["series"][1] == strings{"sent",
                                      "sent, busiest tenth × 10",
                                      "denied",
                                      "admitted",
                                      "admitted, busiest tenth × 10",
                                      "unknown",
                                      "degraded",
                                      "not decided"});
  CHECK(found["highest"][1] == std::vector{200, 240, 179, 31, 90, 3, 5, 1});
  // Admitted, denied, both since they were due, and the limiter's share of two runs; one store
  // call.
  CHECK(found["latencies"] == 11);
  CHECK(found["opening"].get<std::string>().ends_with("· seed 7"));
  CHECK(found["overflow"] == 0);

  SECTION("what one plot shows the others show too") {
    CHECK(found["whole"] == three_times({0, 0.2}));
    for (auto const& range : found["dragged"]) {
      CHECK(range[0].get<double>() == Approx(0.05).margin(0.001));
      CHECK(range[1].get<double>() == Approx(0.15).margin(0.001));
    }
    CHECK(found["reset"] == found["whole"]);
    CHECK(found["zoomed"] == three_times({0.05, 0.15}));
    CHECK(found["moved"] == three_times({0.07, 0.17}));
  }
  SECTION("the certificate's interval is shown, and a click on it lists its requests") {
    CHECK(found["proof"] == three_times({0, 0.009902}));
    CHECK(found["closed"] == false);
    CHECK(found["beside"] == false);
    CHECK(found["open"] == true);
    CHECK(found["requests"] == strings{"1", "2"});
    CHECK(found["note"] == "and 5 more requests sent after these: history.db has them all");
    CHECK(found["denial"].get<std::string>().starts_with("HTTP/1.1 429 Too Many Requests\n"));
  }
}

TEST_CASE("nothing that a server or a file says runs in the page or becomes part of it",
          "[integration]") {
  auto const output = opened(probed(hostile_report()));

  auto const found = found_in(output);
  CHECK_FALSE(complained(output));
  CHECK(found["alerts"] == 0);
  CHECK(found["images"] == 0);
  CHECK(found["denial"].get<std::string>().starts_with(
      "</script><script>alert(1)</script><img src=x"));
  CHECK(found["denial"].get<std::string>().find("& \\u001b[2J") != std::string::npos);
}

TEST_CASE("a phone shows the page without scrolling sideways", "[integration]") {
  CHECK(found_in(opened(probed(hostile_report()), "500"))["overflow"] == 0);
}

TEST_CASE("what a page complains of is seen by these tests", "[integration]") {
  CHECK(complained(opened(with(write_html(sample_report()), "<script>missing();</script>"))));
  // The page may load nothing.
  CHECK(
      complained(opened(with(write_html(sample_report()), R"(<img src="http://127.0.0.1:9/">)"))));
}
