#include "harness/stack/faked_clock.hpp"

#include "harness/stack/required_programs.hpp"
#include "tests/unit/stack/processes.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("a clock's file holds its offset as libfaketime reads it") {
  temporary_directory const folder;
  faked_clock const clock{"/lib/libfaketimeMT.so.1", folder.path() / "node-1.clock"};
  auto const [offset, text] =
      GENERATE(table<duration, std::string>({{0s, "+0.000000000\n"},
                                             {100ms, "+0.100000000\n"},
                                             {-100ms, "-0.100000000\n"},
                                             {-1h - 1ns, "-3600.000000001\n"}}));

  REQUIRE(set_clock(clock, 5s).has_value());
  REQUIRE(set_clock(clock, offset).has_value());
  CHECK(text_of(clock.file) == text);
}

TEST_CASE("a clock that cannot be set is told with its file") {
  auto const set = set_clock({"/lib/libfaketimeMT.so.1", "/no/such/folder/node-1.clock"}, 1s);

  REQUIRE(set.has_error());
  CHECK(set.error().what ==
        "writing /no/such/folder/node-1.clock.unfinished: No such file or directory");
}

TEST_CASE("a program keeps what was preloaded into ours, and its true monotonic clock") {
  ::setenv("LD_PRELOAD", "", 1);
  auto const entries = environment_of({"/lib/libfaketimeMT.so.1", "/logs/node-1.clock"});
  auto const has = [&](std::string const& entry) {
    return std::find(entries.begin(), entries.end(), entry) != entries.end();
  };

  CHECK(has("LD_PRELOAD=/lib/libfaketimeMT.so.1"));
  CHECK(has("FAKETIME_TIMESTAMP_FILE=/logs/node-1.clock"));
  CHECK(has("FAKETIME_DONT_FAKE_MONOTONIC=1"));
}

TEST_CASE("the clock library is named with its package") {
  auto const library = clock_library();

  CHECK(library.program == "libfaketime");
  CHECK(library.package == "libfaketime");
  REQUIRE(library.found);
  CHECK(library.found->filename() == "libfaketimeMT.so.1");
}
