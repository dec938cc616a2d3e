#include "tests/integration/browser/browser.hpp"
#include "tests/integration/harness_run.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <atomic>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

/// Two runs of two scenarios, and the program that shows them.
class shown_runs {
 public:
  shown_runs() {
    runs_.add("20260801-120000-edges", sample_of("edges"));
    runs_.add("20260802-120000-race", sample_of("race"));
    runs_.add("20260803-120000-race", sample_of("race", 2));
    start(serving_, {"serve", "--out", runs_.path().string()});
    std::atomic<bool> const never{false};
    address_ = serving_.program->await_log_line("http://", wait_limit(patience, never)).value();
  }

  [[nodiscard]] std::string open(std::string const& page) const {
    return shown_by_browser(address_.substr(0, address_.rfind('/')) + page);
  }

 private:
  runs_folder runs_;
  harness_run serving_;
  std::string address_;
};

}  // namespace

TEST_CASE(
    "a browser lists the runs, narrows the list and compares two, and has nothing to complain of",
    "[integration]") {
  shown_runs const shown;

  auto const list = shown.open("/");
  CHECK_FALSE(complained(list));
  CHECK(contains(list, "3 of 3 in"));
  CHECK(contains(list, ">edges</a>"));
  CHECK(contains(list, ">race</a>"));

  auto const narrowed = shown.open("/?scenario=edges&limiter=naive&verdict=fail&expected=&text=");
  CHECK_FALSE(complained(narrowed));
  CHECK(contains(narrowed, "1 of 3 in"));
  CHECK(contains(narrowed, ">edges</a>"));
  CHECK_FALSE(contains(narrowed, ">race</a>"));

  auto const files = shown.open("/runs/20260801-120000-edges/");
  CHECK_FALSE(complained(files));
  CHECK(contains(files, ">report.html</a>"));

  auto const compared =
      shown.open("/compare?a=20260802-120000-race&b=20260803-120000-race%2Fnaive");
  CHECK_FALSE(complained(compared));
  CHECK(contains(compared, "<td class=\"number\">+1,503</td>"));
}

TEST_CASE("report.html draws its plots also where it is served", "[integration]") {
  shown_runs const shown;

  auto const report = shown.open("/runs/20260801-120000-edges/report.html");

  CHECK_FALSE(complained(report));
  CHECK(contains(report, "<canvas"));
  CHECK(contains(report, "broke the limit"));
}
