#include "tests/integration/lab/lab_process.hpp"

#include <regex>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a limiter in the store is described by what it takes of it", "[integration]") {
  lab_process const describing({"describe", "redis-packed-log", "--keys", "300"});

  REQUIRE(describing.ended() == "exit status 0");

  auto const output = describing.output();
  INFO(output);
  std::smatch row;
  REQUIRE(std::regex_search(
      output,
      row,
      std::regex(
          R"(\| redis-packed-log \| sliding_log \| N in any window of `per` \| \d+ of 100 \| )"
          R"((\d+) \| (\d+) \| (\d+) \| (\d+)\.\d \| exact \|)")));
  // One entry takes 104 bytes (its README), a full log at least 6 bytes a permit.
  CHECK(std::stoi(row[1]) == 104);
  CHECK(std::stoi(row[2]) > 600);
  CHECK(std::stoi(row[3]) > 60'000);
  CHECK(std::stoi(row[4]) > 0);
  CHECK(std::regex_search(output, std::regex(R"(Measured on\n\d{4}-\d\d-\d\d, .*Redis \d+\.\d+)")));
  CHECK(describing.left_behind().empty());
}

TEST_CASE("a limiter in the node's memory takes nothing of the store", "[integration]") {
  lab_process const describing({"describe", "naive"});

  REQUIRE(describing.ended() == "exit status 0");
  CHECK(std::regex_search(
      describing.output(),
      std::regex(R"(× node threads \| \d+ of 597 \| 0 \| 0 \| 0 \| 0 \| exact \|)")));
}

TEST_CASE("describing an unknown limiter exits 2 and names the nearest", "[integration]") {
  lab_process const describing({"describe", "redis-tokn-bucket"});

  CHECK(describing.ended() == "exit status 2");
  CHECK(describing.output().find("did you mean \"redis-token-bucket\"") != std::string::npos);
}
