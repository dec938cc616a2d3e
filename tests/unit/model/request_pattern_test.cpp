#include "harness/model/request_pattern.hpp"

#include <set>
#include <tuple>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("a pattern that says nothing is the usual request") {
  request_pattern const nothing;

  CHECK(nothing.is_usual());
  CHECK(nothing.variants() == 1);
  CHECK(variant_at(nothing, 0) == request_variant{"GET", "/", ""});
  CHECK(nothing.variant_of(12'345) == 0);
}

TEST_CASE("methods change fastest, then paths, then headers, and every combination comes up") {
  request_pattern const pattern{{"GET", "HEAD"}, {"/a", "/b", "/c"}, {"X: 1", "X: 2"}};

  REQUIRE(pattern.variants() == 12);
  CHECK(variant_at(pattern, 0) == request_variant{"GET", "/a", "X: 1"});
  CHECK(variant_at(pattern, 1) == request_variant{"HEAD", "/a", "X: 1"});
  CHECK(variant_at(pattern, 2) == request_variant{"GET", "/b", "X: 1"});
  CHECK(variant_at(pattern, 6) == request_variant{"GET", "/a", "X: 2"});
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (std::uint64_t index = 100; index < 112; ++index) {
    auto const v = variant_at(pattern, pattern.variant_of(index));
    seen.emplace(v.method, v.path, v.header);
  }
  CHECK(seen.size() == 12);
}
