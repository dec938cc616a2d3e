#include "harness/load/field_values.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a Server-Timing without a limiter metric says nothing", "[load]") {
  for (auto const* value : {"", "db;dur=1", "limiters;dur=1", "x;desc=\"limiter;dur=1\"", ",,;"}) {
    INFO(value);
    CHECK_FALSE(limiter_time(value).present);
  }
}

TEST_CASE("limiter;dur is milliseconds, cut to the nanosecond", "[load]") {
  CHECK(limiter_time("limiter;dur=0").ns == 0);
  CHECK(limiter_time("limiter;dur=12").ns == 12'000'000);
  CHECK(limiter_time("limiter ; DUR = 0.5").ns == 500'000);
  CHECK(limiter_time("limiter;dur=0.0000019").ns == 1);
  CHECK(limiter_time("limiter;desc=\"a\\\";dur=9\";dur=1").ns == 1'000'000);
}

TEST_CASE("a duration that is no number is none", "[load]") {
  for (auto const* value : {"limiter",
                            "limiter;dur=",
                            "limiter;dur=-1",
                            "limiter;dur=1.",
                            "limiter;dur=.5",
                            "limiter;dur=1e3",
                            "limiter;dur=9223372036854775807"}) {
    auto const timing = limiter_time(value);
    INFO(value);
    CHECK(timing.present);
    CHECK_FALSE(timing.ns);
  }
}

TEST_CASE("a limit is the number its list begins with", "[load]") {
  CHECK(leading_item_number("10") == 10);
  CHECK(leading_item_number("10 ;w=1, 50;w=60") == 10);
  CHECK_FALSE(leading_item_number("ten, 10"));
  CHECK_FALSE(leading_item_number(""));
}

TEST_CASE("an item of RateLimit is told apart from what only looks like one", "[load]") {
  auto const item = quota_item("\"a;r=7, \\\"b\" ; r=41;pk=:cHg=:; t=2", 'r', 't');
  CHECK(item.count == 41);
  CHECK(item.seconds == 2);
  CHECK_FALSE(item.is_malformed);
  CHECK_FALSE(quota_item("\"a\";q=9;qu=\"requests\"", 'q', 'w').seconds);
  for (auto const* text : {"", "a;r=1", "r=1", "\"a\";r=1,\"b\";r=1"}) {
    INFO(text);
    CHECK_FALSE(quota_item(text, 'r', 't').count);
    CHECK_FALSE(quota_item(text, 'r', 't').is_malformed);
  }
}
