#include "harness/stack/take_snapshot.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("command statistics become calls by command, without the harness's own reset") {
  std::vector<std::pair<std::string, std::int64_t>> const expected = {{"evalsha", 40},
                                                                      {"script|load", 3}};

  CHECK(read_commands("# Commandstats\r\n"
                      "cmdstat_evalsha:calls=40,usec=12,usec_per_call=0.30\r\n"
                      "cmdstat_config|resetstat:calls=1,usec=9,usec_per_call=9.00\r\n"
                      "cmdstat_script|load:calls=3,usec=1,usec_per_call=0.33\r\n") == expected);
  CHECK(read_commands("").empty());
}

TEST_CASE("keys given up for want of memory are read where they stand", "[stack]") {
  CHECK(read_evicted_keys("# Stats\r\nexpired_keys:7\r\nevicted_keys:1234\r\nx:1\r\n") == 1'234);
  CHECK(read_evicted_keys("# Stats\r\nexpired_keys:7\r\n") == 0);
  CHECK(read_evicted_keys("") == 0);
}

}  // namespace limitproof
