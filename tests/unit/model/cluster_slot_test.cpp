#include "harness/model/cluster_slot.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a key's slot is the checksum that the cluster specification gives an example of",
          "[model]") {
  CHECK(cluster_slot("123456789") == 0x31c3);
  CHECK(cluster_slot("foo") == 12182);
  CHECK(cluster_slot("bar") == 5061);
  CHECK(cluster_slot("") == 0);
}

TEST_CASE("only what the first braces enclose is hashed, unless it is empty", "[model]") {
  CHECK(cluster_slot("{user1000}.following") == cluster_slot("user1000"));
  CHECK(cluster_slot("foo{{bar}}zap") == cluster_slot("{bar"));
  CHECK(cluster_slot("foo{bar}{zap}") == cluster_slot("bar"));
  CHECK(cluster_slot("foo{}{bar}") != cluster_slot("bar"));
  CHECK(cluster_slot("foo{}{bar}") != cluster_slot(""));
  CHECK(cluster_slot("foo{bar") != cluster_slot("bar"));
}
