#include "harness/run/run_directory.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <set>
#include <thread>

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

void make_run(fs::path const& out, std::string const& name) {
  fs::create_directories(out / name);
  REQUIRE(write_text(out / name / "plan.json", "{}").has_value());
}

}  // namespace

TEST_CASE("two runs of one scenario within a second get two directories", "[run]") {
  temporary_directory const out;

  auto const first = create_run_directory(out.path() / "runs", "before-after");
  auto const second = create_run_directory(out.path() / "runs", "before-after");

  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(*first != *second);
  CHECK(fs::is_directory(*first));
  CHECK(fs::is_directory(*second));
}

TEST_CASE("harnesses that start together never share a directory", "[run]") {
  temporary_directory const out;
  constexpr std::size_t harnesses = 16;

  std::vector<std::string> made(harnesses);
  {
    std::vector<std::jthread> starting;
    for (auto& name : made)
      starting.emplace_back(
          [&] { name = create_run_directory(out.path(), "same").value().string(); });
  }

  CHECK(std::set<std::string>(made.begin(), made.end()).size() == harnesses);
}

TEST_CASE("an output folder that cannot be made is a usage error that names it", "[run]") {
  auto const made = create_run_directory("/proc/nowhere", "x");

  REQUIRE(made.has_error());
  CHECK(made.error().code == errc::bad_usage);
  CHECK(made.error().what.find("/proc/nowhere") != std::string::npos);
}

TEST_CASE("a run directory's name tells when it was created", "[run]") {
  CHECK(started_by_name("20260801-120000-before-after") == 1'785'585'600'000'000);
  CHECK(started_by_name("19700101-000001-a") == 1'000'000);
  for (auto const* other : {"",
                            "latest",
                            "20260801-120000-",
                            "20260801-120000",
                            "2026080a-120000-a",
                            "20260801_120000-a"})
    CHECK_FALSE(started_by_name(other));
}

TEST_CASE("latest always points at the run named last", "[run]") {
  temporary_directory const out;
  make_run(out.path(), "20260101-000000-a");
  make_run(out.path(), "20260101-000001-a");

  REQUIRE(point_latest_at(out.path() / "20260101-000000-a").has_value());
  REQUIRE(point_latest_at(out.path() / "20260101-000001-a").has_value());

  CHECK(fs::read_symlink(out.path() / "latest") == "20260101-000001-a");
}

TEST_CASE("prune keeps the newest runs and touches nothing that is not a run", "[run]") {
  temporary_directory const out;
  for (auto const* name : {"20260101-000000-a", "20260102-000000-b", "20260103-000000-c"})
    make_run(out.path(), name);
  make_run(out.path(), "my-notes");
  fs::create_directories(out.path() / "20260101-000000-without-a-plan");

  auto const removed = prune_runs(out.path(), 1);

  REQUIRE(removed.has_value());
  CHECK(removed->size() == 2);
  CHECK(fs::exists(out.path() / "20260103-000000-c"));
  CHECK(fs::exists(out.path() / "my-notes"));
  CHECK(fs::exists(out.path() / "20260101-000000-without-a-plan"));
  CHECK_FALSE(fs::exists(out.path() / "20260101-000000-a"));
}

TEST_CASE("a summary of several scenarios is pruned like a run", "[run]") {
  temporary_directory const out;
  make_run(out.path(), "20260102-000000-b");
  fs::create_directories(out.path() / "20260101-000000-all");
  REQUIRE(write_text(out.path() / "20260101-000000-all" / "summary.json", "{}").has_value());

  CHECK(prune_runs(out.path(), 1)->size() == 1);

  CHECK_FALSE(fs::exists(out.path() / "20260101-000000-all"));
}

TEST_CASE("prune removes an old selftest with all of its runs", "[run]") {
  temporary_directory const out;
  make_run(out.path(), "20260102-000000-a");
  auto const selftest = out.path() / "20260101-000000-selftest";
  make_run(selftest / "runs", "20260101-000001-flood");
  REQUIRE(write_text(selftest / "selftest.json", "{}").has_value());

  auto const removed = prune_runs(out.path(), 1);

  REQUIRE(removed.has_value());
  CHECK(*removed == std::vector{selftest});
  CHECK_FALSE(fs::exists(selftest));
}

TEST_CASE("a written file is whole or absent, and read back as it was", "[run]") {
  temporary_directory const out;
  std::string const text("a\0b\r\n", 5);

  REQUIRE(write_text(out.path() / "x", text).has_value());

  CHECK(read_text(out.path() / "x").value() == text);
  CHECK(std::distance(fs::directory_iterator(out.path()), {}) == 1);
  CHECK(read_text(out.path() / "absent").error().code == errc::bad_file);
  CHECK(read_text(out.path() / "x", 3).error().what.find("at most 3") != std::string::npos);
}
