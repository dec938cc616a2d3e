#include "harness/serve/served_files.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;
using words = std::vector<std::string>;

TEST_CASE("what is shown of a run is its reports, plots, verdicts and logs", "[serve]") {
  for (auto const& path : {words{"report.html"},
                           words{"junit.xml"},
                           words{"summary.json"},
                           words{"naive", "arrivals.svg"},
                           words{"naive", "verdict.json"},
                           words{"naive", "logs", "redis.log"},
                           words{"naive", "policies", "login", "verdict.json"}})
    CHECK(is_shown(path));
  for (auto const& path : {words{},
                           words{""},
                           words{"notes.txt"},
                           words{"naive", "history.db"},
                           words{"naive", "report.html"},
                           words{"naive", "records", "1"},
                           words{"naive", "logs", ""},
                           words{"naive", "logs", "more", "redis.log"}})
    CHECK_FALSE(is_shown(path));
}

TEST_CASE("the files of a run are listed with its own first, and none that is not shown",
          "[serve]") {
  runs_folder const runs;
  for (auto const* file : {"naive/logs/redis.log",
                           "naive/history.db",
                           "naive/arrivals.svg",
                           "naive/verdict.json",
                           "report.json",
                           "report.html",
                           "notes.txt"})
    runs.write(std::string("a/") + file, "x");

  CHECK(shown_files(runs.path(), "a").value() == words{"report.html",
                                                       "report.json",
                                                       "naive/arrivals.svg",
                                                       "naive/verdict.json",
                                                       "naive/logs/redis.log"});
  CHECK(shown_files(runs.path(), "b").has_error());
}

TEST_CASE("a link is followed within the folder of all runs, and not out of it", "[serve]") {
  runs_folder const runs;
  runs.write("a/report.md", "inside");
  REQUIRE(write_text(runs.path().parent_path() / "secret", "outside").has_value());
  fs::create_directory_symlink("a", runs.path() / "latest");
  fs::create_directory_symlink("..", runs.path() / "above");
  fs::create_directory(runs.path() / "b");
  fs::create_symlink("../../secret", runs.path() / "b/report.md");
  fs::create_symlink("../a/report.md", runs.path() / "b/summary.md");

  CHECK(find_shown_file(runs.path(), "latest", {"report.md"}).has_value());
  CHECK(find_shown_file(runs.path(), "b", {"summary.md"}).has_value());
  auto const outside = find_shown_file(runs.path(), "b", {"report.md"});
  REQUIRE(outside.has_error());
  CHECK(outside.error().what.find("leads out of") != std::string::npos);
  CHECK(shown_files(runs.path(), "above").has_error());
}

TEST_CASE("a folder beside the runs whose name begins like theirs is outside", "[serve]") {
  runs_folder const runs;
  fs::create_directory(runs.path().parent_path() / "runs-2");
  REQUIRE(write_text(runs.path().parent_path() / "runs-2/report.md", "x").has_value());
  fs::create_directory_symlink("../runs-2", runs.path() / "a");

  CHECK(find_shown_file(runs.path(), "a", {"report.md"}).has_error());
}

TEST_CASE("a directory with a file's name is no file", "[serve]") {
  runs_folder const runs;
  fs::create_directories(runs.path() / "a/report.md");

  CHECK(find_shown_file(runs.path(), "a", {"report.md"}).has_error());
}
