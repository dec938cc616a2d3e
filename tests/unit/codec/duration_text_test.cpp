#include "harness/codec/duration_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

TEST_CASE("a duration is a whole number with its unit", "[codec]") {
  CHECK(parse_duration("250ms") == duration(250ms));
  CHECK(parse_duration("0s") == duration(0));
  CHECK(parse_duration("7ns") == duration(7));
  CHECK(parse_duration("7us") == duration(7us));
  CHECK(parse_duration("90m") == duration(90min));
  CHECK(parse_duration("48h") == duration(48h));
  CHECK(parse_duration("400d") == duration(400 * 24h));
}

TEST_CASE("anything else is no duration", "[codec]") {
  for (auto const* text : {"",
                           "s",
                           "250",
                           "250 ms",
                           " 250ms",
                           "250ms ",
                           "250MS",
                           "8sec",
                           "1.5s",
                           "1e3ms",
                           "-1s",
                           "+1s",
                           "01s",
                           "1s500ms",
                           "0x10s",
                           "99999999999999999999s"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text).has_value());
  }
}

TEST_CASE("a duration longer than 63 bits of nanoseconds is refused, the longest one is not",
          "[codec]") {
  CHECK(parse_duration("9223372036854775807ns") == duration::max());
  CHECK_FALSE(parse_duration("9223372036854775808ns").has_value());
  CHECK(parse_duration("106751d").has_value());
  CHECK_FALSE(parse_duration("106752d").has_value());
}

TEST_CASE("a duration is written in the coarsest unit that is exact", "[codec]") {
  CHECK(to_text(duration(250ms)) == "250ms");
  CHECK(to_text(duration(60s)) == "1m");
  CHECK(to_text(duration(90s)) == "90s");
  CHECK(to_text(duration(24h)) == "1d");
  CHECK(to_text(duration(1500us)) == "1500us");
  CHECK(to_text(duration(0)) == "0s");
}

TEST_CASE("a rate is a count and a duration", "[codec]") {
  CHECK(parse_rate("2000/s") == rate{2000, 1s});
  CHECK(parse_rate("2000/1s") == rate{2000, 1s});
  CHECK(parse_rate("5/250ms") == rate{5, 250ms});
  CHECK(parse_rate("1/d") == rate{1, 24h});
}

TEST_CASE("anything else is no rate", "[codec]") {
  for (auto const* text : {"",
                           "2000",
                           "2000/",
                           "/s",
                           "2000/0s",
                           "0/s",
                           "-1/s",
                           "2000 / s",
                           "2000/sec",
                           "1.5/s",
                           "1e3/s",
                           "s/2000",
                           "2000/s/s",
                           "007/s",
                           "99999999999999999999/s"}) {
    INFO(text);
    CHECK_FALSE(parse_rate(text).has_value());
  }
}

TEST_CASE("durations and rates survive being written and read", "[codec]") {
  for (std::int64_t ns = 1; ns > 0 && ns < duration::max().count() / 7; ns = ns * 7 + 1) {
    rate const r{ns, duration(ns)};
    CHECK(parse_duration(to_text(duration(ns))) == duration(ns));
    CHECK(parse_rate(to_text(r)) == r);
  }
  for (auto const per : {duration(1s), duration(10s), duration(1ms), duration(1min), duration(11h)})
    CHECK(parse_rate(to_text(rate{3, per})) == rate{3, per});
  CHECK(to_text(rate{2000, 1s}) == "2000/s");
  CHECK(to_text(rate{5, 10ms}) == "5/10ms");
}
