#include "harness/redis/redis_script.hpp"

#include "harness/redis/error_from_reply.hpp"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

error meaning_of(std::string reply) {
  redis_reply const answer{
      .type = redis_reply::kind::error, .integer = 0, .text = std::move(reply), .elements = {}};
  return error_from_reply(answer);
}

// FIPS 180-1, appendix A and the empty message; the last one is in the documentation of EVALSHA.
TEST_CASE("a script is named by the SHA-1 of its text", "[redis]") {
  CHECK(redis_script("").sha() == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(redis_script("abc").sha() == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(redis_script(std::string(1'000'000, 'a')).sha() ==
        "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  CHECK(redis_script("return 1").sha() == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}

TEST_CASE("an error reply is the limiter's fault unless the store turns everyone away", "[redis]") {
  CHECK(meaning_of("ERR wrong number of arguments").code == errc::script_error);
  CHECK(meaning_of("WRONGTYPE Operation against a key").code == errc::script_error);
  CHECK(meaning_of("BUSYKEY Target key name already exists.").code == errc::script_error);

  CHECK(meaning_of("LOADING Redis is loading the dataset in memory").code ==
        errc::store_unavailable);
  CHECK(meaning_of("BUSY Redis is busy running a script.").code == errc::store_unavailable);
  CHECK(meaning_of("MASTERDOWN Link with MASTER is down").code == errc::store_unavailable);
  CHECK(meaning_of("CLUSTERDOWN").code == errc::store_unavailable);
}

TEST_CASE("the store's own words are kept", "[redis]") {
  CHECK(meaning_of("ERR user_script:1: boom").what ==
        "the store answered: ERR user_script:1: boom");
}

}  // namespace
}  // namespace limitproof
