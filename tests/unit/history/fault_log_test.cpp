#include "harness/history/fault_log.hpp"

#include "harness/history/import_records.hpp"
#include "harness/history/record_log.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <fstream>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

injection const restarted{{3s, fault_action::restart, "node-2"}, 3'000'012'345, 3'141'592'653};
injection const begun{{5s, fault_action::clock, "node-32", -1s}, 5'000'000'001};

void log_all(std::filesystem::path const& records) {
  auto only_begun = restarted;
  only_begun.end_ns = absent;
  for (auto const& line : {only_begun, restarted, begun}) log_injection(records, line).value();
}

}  // namespace

TEST_CASE("a fault is read once, with its end where it had one", "[history]") {
  temporary_directory const records;
  log_all(records.path());

  CHECK(read_injections(records.path()).value() == std::vector{restarted, begun});
}

TEST_CASE("one fault carried out twice is two", "[history]") {
  temporary_directory const records;
  auto again = restarted;
  again.begin_ns = again.end_ns += 1;
  for (auto const& line : {restarted, again}) log_injection(records.path(), line).value();

  CHECK(read_injections(records.path()).value() == std::vector{restarted, again});
}

TEST_CASE("a run without faults has no log of them", "[history]") {
  temporary_directory const records;

  CHECK(read_injections(records.path()).value().empty());
}

TEST_CASE("a line that a kill cut short is dropped, a wrong one is told with its place",
          "[history]") {
  temporary_directory const records;
  log_all(records.path());
  std::ofstream(records.path() / "faults.jsonl", std::ios::app) << R"({"fault":{"at":"5s",)";
  CHECK(read_injections(records.path()).value() == std::vector{restarted, begun});

  std::ofstream(records.path() / "faults.jsonl", std::ios::app) << "\n";
  auto const refused = read_injections(records.path());
  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::bad_file);
  CHECK_THAT(refused.error().what, Catch::Contains("faults.jsonl: line 4"));
}

TEST_CASE("records are imported with the faults of their run", "[history]") {
  temporary_directory const records;
  record_log::create(records.path(), 0, 1).value()->finish(true).value();
  log_all(records.path());

  CHECK(import_records(records.path()).value().injections == std::vector{restarted, begun});
}
