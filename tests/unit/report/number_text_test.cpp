#include "harness/report/number_text.hpp"

#include "harness/report/words.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("digits are grouped by three from the right", "[report]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(12'345'678) == "12,345,678");
  CHECK(grouped(-999) == "-999");
  CHECK(grouped(-1'503) == "-1,503");
  CHECK(grouped(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("one of a thing is singular", "[report]") {
  CHECK(counted(1, "key") == "1 key");
  CHECK(counted(0, "key") == "0 keys");
  CHECK(counted(2'000, "key") == "2,000 keys");
}

TEST_CASE("times carry the unit that fits them", "[report]") {
  CHECK(time_text(0) == "0 µs");
  CHECK(time_text(999) == "999 µs");
  CHECK(time_text(1'000) == "1.00 ms");
  CHECK(time_text(999'990) == "999.99 ms");
  CHECK(time_text(1'000'000) == "1.00 s");
  CHECK(time_text(75'200'000) == "75.20 s");
}

TEST_CASE("a time never rounds up into a thousand of its unit", "[report]") {
  CHECK(time_text(999'999) == "1.00 s");
}

TEST_CASE("a moment of the run keeps its microseconds", "[report]") {
  CHECK(moment_text(1'234'567'890) == "1.234568 s");
}

TEST_CASE("plain numbers read back as themselves", "[report]") {
  CHECK(shortest(3) == "3");
  CHECK(shortest(2.7) == "2.7");
  CHECK(shortest(1'503) == "1503");
  CHECK(ratio_text(3.00604) == "3.006");
}

TEST_CASE("dates are UTC", "[report]") {
  CHECK(date_text(0) == "1970-01-01 00:00:00 UTC");
  CHECK(date_text(1'709'251'199'999'999) == "2024-02-29 23:59:59 UTC");
}

TEST_CASE("a policy names its bursts where they differ from the limit", "[report]") {
  limit const plain{50, std::chrono::seconds(1), 50};
  limit const bursting{1'000, std::chrono::minutes(1), 2'000};

  CHECK(policy_text({{plain}}) == "50 per 1s");
  CHECK(policy_text({{plain, bursting}}) == "50 per 1s and 1,000 per 1m with bursts of 2,000");
}
