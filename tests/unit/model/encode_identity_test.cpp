#include "harness/model/encode_identity.hpp"

#include <set>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("an identity keeps what is harmless and hides everything else", "[model]") {
  CHECK(encode_identity("user-1.a_B") == "user-1.a_B");
  CHECK(encode_identity("a b\n{x}:%") == "a%20b%0A%7Bx%7D%3A%25");
  CHECK(encode_identity("\xc3\xa9") == "%C3%A9");
  CHECK(encode_identity(std::string("\0", 1)) == "%00");
  CHECK(encode_identity("") == "%");
}

TEST_CASE("no two identities encode alike", "[model]") {
  std::set<std::string> encoded;
  std::size_t count = 0;
  std::vector<std::string> const parts{"", "a", "%", "20", " ", "{", "}", ":", "%20", "\n", "\xff"};
  std::set<std::string> identities;
  for (auto const& a : parts)
    for (auto const& b : parts)
      for (auto const& c : parts) identities.insert(a + b + c);
  for (auto const& identity : identities) {
    encoded.insert(encode_identity(identity));
    ++count;
  }
  REQUIRE(encoded.size() == count);
}
