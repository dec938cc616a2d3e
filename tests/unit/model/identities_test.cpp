#include "harness/model/scenario.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using strings = std::vector<std::string>;

TEST_CASE("a pattern spells out its identities in order") {
  CHECK(identities(one_key{"attacker"}) == strings{"attacker"});
  CHECK(identities(listed_keys{{"b", "a", "b"}}) == strings{"b", "a", "b"});
  CHECK(identities(uniform_keys{"user", 3}) == strings{"user-0", "user-1", "user-2"});
}
