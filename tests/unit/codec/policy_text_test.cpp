#include "harness/codec/policy_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("a limit is written as a rate, with its burst behind it", "[codec]") {
  CHECK(parse_limit("50/1s").value() == limit{50, 1s, 50});
  CHECK(parse_limit("50/s").value() == limit{50, 1s, 50});
  CHECK(parse_limit("50/1s burst 100").value() == limit{50, 1s, 100});
  CHECK(parse_limit("1000/h").value() == limit{1000, 1h, 1000});
  CHECK(parse_limit("5/250ms burst 1").value() == limit{5, 250ms, 1});
  CHECK(parse_limit("1000000000000/400d burst 1000000000000").has_value());
}

TEST_CASE("whatever else stands there is refused with what is expected", "[codec]") {
  for (auto const* text : {"",
                           "50",
                           "50/",
                           "/s",
                           "0/s",
                           "-1/s",
                           "05/s",
                           "50/1.5s",
                           "50/0s",
                           "50/parsec",
                           "50/1us",
                           "50/401d",
                           "50 / s",
                           " 50/s",
                           "50/s ",
                           "50/s burst",
                           "50/s burst ",
                           "50/s burst 0",
                           "50/s burst -1",
                           "50/s burst 1x",
                           "50/s burst 007",
                           "50/s  burst 1",
                           "50/s burst 1 burst 2",
                           "1000000000001/s",
                           "50/s burst 1000000000001",
                           "50/s,20/m"}) {
    INFO(text);
    auto const parsed = parse_limit(text);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().code == errc::bad_usage);
    CHECK_THAT(parsed.error().what,
               Catch::StartsWith("the policy \"" + std::string(text) + "\": expected a limit as"));
  }
}
