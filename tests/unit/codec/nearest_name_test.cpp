#include "harness/codec/nearest_name.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::vector<std::string> const known = {"limit", "per", "burst", "connections"};

}  // namespace

TEST_CASE("a typing slip is recognised", "[codec]") {
  CHECK(nearest_name("limits", known) == "limit");
  CHECK(nearest_name("lmit", known) == "limit");
  CHECK(nearest_name("conections", known) == "connections");
  CHECK(nearest_name("pre", {"per"}) == std::nullopt);
  CHECK(nearest_name("pe", known) == "per");
}

TEST_CASE("the closest of several wins, and the first of equals", "[codec]") {
  CHECK(nearest_name("node-2", {"node-12", "node-2x", "node-2"}) == "node-2");
  CHECK(nearest_name("node-3", {"node-1", "node-2"}) == "node-1");
}

TEST_CASE("a word unlike all others is not explained away", "[codec]") {
  CHECK_FALSE(nearest_name("zzz", known).has_value());
  CHECK_FALSE(nearest_name("x", known).has_value());
  CHECK_FALSE(nearest_name("", known).has_value());
  CHECK_FALSE(nearest_name("limit", {}).has_value());
}
