#include "harness/lab/lint.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a claim must be seen to hold, and what is not claimed may", "[lab]") {
  CHECK(judge(true, true, "").standing == standing::holds);
  CHECK(judge(true, false, "").standing == standing::fails);
  CHECK(judge(false, true, "").standing == standing::note);
  CHECK(judge(false, false, "").standing == standing::holds);
}

TEST_CASE("only a claim that does not hold makes a report fail, and it is named", "[lab]") {
  lint_report report{"mine",
                     "redis-script",
                     {{"atomic", "yes", {standing::holds, "50 of 200"}},
                      {"shared", "no", {standing::note, "denied"}},
                      {"time", "store", {standing::unknown, "nothing was denied"}}}};

  CHECK(report.holds());
  CHECK(lint_text(report).find("No claim was seen not to hold.\n") != std::string::npos);

  report.properties.push_back({"exact", "yes", {standing::fails, "6 remain"}});

  CHECK_FALSE(report.holds());
  CHECK(lint_text(report).find("Does not hold: exact.\n") != std::string::npos);
}
