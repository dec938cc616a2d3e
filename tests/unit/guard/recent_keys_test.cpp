#include "harness/guard/recent_keys.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("what is put in place of a value, or out of its place, is handed back", "[guard]") {
  recent_keys<int> keys(2);

  CHECK_FALSE(keys.put("a", 1));
  CHECK(keys.put("a", 2) == 1);
  CHECK_FALSE(keys.put("b", 3));
  CHECK(keys.put("c", 4) == 2);
  CHECK(keys.find("a") == nullptr);
  CHECK(*keys.find("b") == 3);
  CHECK(*keys.find("c") == 4);
}

TEST_CASE("a value can be changed where it lies", "[guard]") {
  recent_keys<int> keys(1);
  keys.put("a", 1);
  *keys.find("a") = 5;

  CHECK(*keys.find("a") == 5);
}

}  // namespace limitproof
