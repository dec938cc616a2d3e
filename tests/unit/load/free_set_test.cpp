#include "harness/load/free_set.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("the preferred connection is taken where it is free, else the next one, going round",
          "[load]") {
  free_set free(130);
  for (std::size_t const index : {3u, 64u, 129u}) free.add(index);

  CHECK(free.take(0, 64, 130) == 64u);
  CHECK(free.take(0, 64, 130) == 129u);
  CHECK(free.take(0, 64, 130) == 3u);
  CHECK_FALSE(free.take(0, 64, 130));
}

TEST_CASE("a phase takes none of the connections it does not have", "[load]") {
  free_set free(130);
  free.add(70);
  free.add(100);

  CHECK_FALSE(free.take(0, 0, 70));
  CHECK(free.take(0, 69, 71) == 70u);
  CHECK_FALSE(free.take(0, 0, 100));
}

TEST_CASE("a connection taken out is not free", "[load]") {
  free_set free(2);
  free.add(1);
  free.remove(1);

  CHECK_FALSE(free.take(0, 0, 2));
}
