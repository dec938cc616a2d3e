#include "harness/stack/log_lines.hpp"

#include "tests/unit/temporary_directory.hpp"

#include <fstream>
#include <string>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::filesystem::path write_log(temporary_directory const& folder, std::string const& text) {
  auto file = folder.path() / "x.log";
  std::ofstream(file) << text;
  return file;
}

}  // namespace

TEST_CASE("the last lines of a log are indented and in order") {
  temporary_directory const folder;

  CHECK(last_lines(write_log(folder, "a\nb\nc\n"), 2) == "  b\n  c\n");
  CHECK(last_lines(write_log(folder, "a\nunfinished"), 5) == "  a\n  unfinished\n");
  CHECK(last_lines(write_log(folder, ""), 5).empty());
  CHECK(last_lines(folder.path() / "missing.log", 5).empty());
}

TEST_CASE("the last lines of a huge log are found") {
  temporary_directory const folder;
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "line " + std::to_string(i) + "\n";

  CHECK(last_lines(write_log(folder, text), 2) == "  line 49998\n  line 49999\n");
}

TEST_CASE("a line is found by a part of it, and only when it is complete") {
  temporary_directory const folder;

  CHECK(find_line(write_log(folder, "one\ntwo words\nthree\n"), "wor") == "two words");
  CHECK(find_line(write_log(folder, "one\n"), "on") == "one");
  CHECK_FALSE(find_line(write_log(folder, "one\ntwo wor"), "two"));
  CHECK_FALSE(find_line(write_log(folder, "one\n"), "two"));
  CHECK_FALSE(find_line(folder.path() / "missing.log", "two"));
}

}  // namespace limitproof
