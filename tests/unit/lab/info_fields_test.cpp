#include "harness/lab/info_fields.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a field of INFO is found by its whole name", "[lab]") {
  constexpr auto info =
      "# Memory\r\nused_memory:873472\r\nused_memory_human:853.00K\r\nredis_version:7.0.15\r\n";

  CHECK(info_number(info, "used_memory") == 873472);
  CHECK(info_field(info, "redis_version") == "7.0.15");
  CHECK(info_field(info, "used_memory_human") == "853.00K");
  CHECK_FALSE(info_number(info, "memory"));
  CHECK_FALSE(info_number(info, "used_memory_peak"));
}

TEST_CASE("the commands within a script are not counted twice", "[lab]") {
  constexpr auto info =
      "# Commandstats\r\n"
      "cmdstat_config|resetstat:calls=1,usec=900,usec_per_call=900.00\r\n"
      "cmdstat_get:calls=10,usec=20,usec_per_call=2.00\r\n"
      "cmdstat_evalsha:calls=9,usec=300,usec_per_call=33.33\r\n"
      "cmdstat_eval:calls=1,usec=50,usec_per_call=50.00\r\n";

  CHECK(microseconds_in_commands(info) == 350);
}

TEST_CASE("without scripts all commands count, but not the reset of the statistics", "[lab]") {
  constexpr auto info =
      "cmdstat_config|resetstat:calls=1,usec=900,usec_per_call=900.00\r\n"
      "cmdstat_incr:calls=10,usec=20,usec_per_call=2.00\r\n"
      "cmdstat_expire:calls=10,usec=7,usec_per_call=0.70\r\n";

  CHECK(microseconds_in_commands(info) == 27);
}
